"""The client of the population database: one SOAP request, its fault or its answer. Judges nothing about dossiers."""

from __future__ import annotations

import base64

from lxml import etree

from core.services.context.contracts import Bilingual
from core.settings import Settings
from workers import safe_xml
from workers.errors import CredentialsRefused, Refused, Unavailable
from workers.http import OutsideClient
from workers.masking import masked, shown
from workers.population import envelope
from workers.population.envelope import AnswerInvalid, Citizen, Fault, Operation, Query
from workers.population.settings import PopulationSettings

SYSTEM = Bilingual(en="the national population database", vi="Cơ sở dữ liệu quốc gia về dân cư")
SETTING = "MOTCUA_POPULATION"


class PopulationClient(OutsideClient):
    """One conversation with the database."""

    def __init__(self, settings: Settings, seconds: float = 20.0) -> None:
        """Raises :class:`NotConfigured` when ``MOTCUA_POPULATION_URL`` is empty."""
        own = settings.of(PopulationSettings)
        super().__init__(SYSTEM, SETTING, own.population_url, seconds)
        self.key = base64.b64encode(own.population_key.encode()).decode()
        self._client = own.population_client
        self._address = own.population_url  # whole: a path that is joined to it would end in a slash

    def confirm(self, query: Query) -> bool:
        """Whether the database has a citizen with this number, name and birth."""
        root = self._ask(envelope.CONFIRM, query)
        try:
            return envelope.confirmed(root)
        except AnswerInvalid as error:
            raise self._connection.nonsense(str(error)) from error

    def look_up(self, query: Query) -> Citizen | None:
        """The citizen with this number; None where the database has nobody. Another one is nonsense."""
        root = self._ask(envelope.LOOK_UP, query)
        try:
            found = envelope.citizen_of(root)
        except AnswerInvalid as error:
            raise self._connection.nonsense(str(error)) from error
        if found is not None and len(query.identity) == 12 and found.identity != query.identity:
            raise self._connection.nonsense("SoDinhDanh: not the citizen asked about")
        return found

    def _ask(self, operation: Operation, query: Query) -> etree._Element:
        """The envelope that came back. A fault is judged by its own code, whether it came with status 200 or 500."""
        headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""', "Idempotency-Key": query.request}
        if self._client:
            headers["X-Road-Client"] = self._client
        status, data = self._connection.send(
            "POST", self._address, content=envelope.write(operation, query), headers=headers
        )
        try:
            root = safe_xml.parse(data)
            fault = envelope.fault_of(root)
        except (safe_xml.XmlInvalid, AnswerInvalid) as error:
            self._connection.judge(status, data)  # a proxy's page with a status of its own says more
            raise self._connection.nonsense(str(error)) from error
        if fault is not None:
            raise _judged(fault, data)
        self._connection.judge(status, data)
        return root


def _judged(fault: Fault, data: bytes) -> Exception:
    """The error a fault is. The exchange layer's own faults begin with ``Server.`` and tell of the way, not of the citizen."""
    error: CredentialsRefused | Refused | Unavailable
    if fault.code.endswith(("AccessDenied", "AuthenticationFailed")):
        error = CredentialsRefused("credentials", system=SYSTEM, setting=f"{SETTING}_KEY")
    elif fault.code.startswith(("Client", "Sender")):
        error = Refused("refused", reason_code=fault.code, system=SYSTEM, reason=masked(fault.text or fault.code))
    else:
        error = Unavailable("broken", system=SYSTEM, status=masked(fault.code)[:60])
    error.answer = shown(data)
    return error
