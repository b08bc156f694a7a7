"""The client of the records axis: session, dossier, progress, edXML messages. Decides nothing about dossiers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar
from urllib.parse import quote

from core.services.context.contracts import Bilingual
from core.settings import Settings
from workers.errors import CredentialsRefused, Refused
from workers.http import OutsideClient
from workers.inputs import pair
from workers.masking import masked
from workers.records.edxml.reader import MOST_BYTES
from workers.records.settings import RecordsSettings
from workers.records.wire import (
    DOSSIER_EXISTS,
    DOSSIER_UNKNOWN,
    SESSION_ENDED,
    SUCCESS,
    DossierMessage,
    Known,
    Login,
    LookUp,
    ProgressMessage,
    Reply,
    SendReply,
    Waiting,
    WaitingReply,
)

SYSTEM = Bilingual(en="the records axis", vi="Trục liên thông hồ sơ")
PAGE_SIZE = 100
#: Operations that only read: arguments in the address, the session in a header.
READ = frozenset({"edoc"})
MessageKind = Literal["edoc", "status"]
Answer = TypeVar("Answer", bound=Reply)


class RecordsClient(OutsideClient):
    """One conversation with the axis; the session lives as long as the client."""

    def __init__(self, settings: Settings, seconds: float = 20.0) -> None:
        """Raises :class:`NotConfigured` when ``MOTCUA_RECORDS_URL`` is empty."""
        own = settings.of(RecordsSettings)
        super().__init__(SYSTEM, "MOTCUA_RECORDS", own.records_url, seconds)
        self._name, self._secret = pair(own.records_key)
        self._session = ""

    def known(self, dossier: str) -> Known | None:
        """What the axis has of a dossier; None when it never heard of it."""
        try:
            return self._ask("TraCuuHoSo", LookUp, {"MaHoSo": dossier}).data
        except Refused as error:
            if error.reason_code != DOSSIER_UNKNOWN:
                raise
            return None

    def put(self, dossier: DossierMessage, update: bool, key: str) -> None:
        """Inserts or updates a dossier; when the axis knows better which of the two it is, that one."""
        other = DOSSIER_UNKNOWN if update else DOSSIER_EXISTS
        try:
            self._put(dossier, update, key)
        except Refused as error:
            if error.reason_code != other:
                raise
            self._put(dossier, not update, key)

    def progress(self, step: ProgressMessage, key: str) -> None:
        """Adds one step to a dossier's course; the same step again changes nothing."""
        self._ask("CapNhatTienDoHoSoMC", Reply, {"data": [step.model_dump()]}, key)

    def send(self, message: bytes, kind: MessageKind, sender: str, key: str) -> str:
        """Sends an edXML message; the same key again changes nothing. Returns what the axis calls it."""
        headers = {"Content-Type": "application/xml", "From": sender, "MessageType": kind, "Idempotency-Key": key}
        reply = self._connection.read(self._raw("POST", "edoc", headers, message), SendReply)
        self._require(reply)
        if reply.data is None:
            raise self._connection.nonsense("data: missing")
        return reply.data.docId

    def waiting(self) -> tuple[Waiting, ...]:
        """Messages for us that were not acknowledged yet, in the order the axis gives them."""
        return self._ask("edoc", WaitingReply, {"limit": PAGE_SIZE}).items

    def fetch(self, message: str) -> bytes:
        """A message as it came. Raises :class:`Refused` for one the axis does not give."""
        data = self._raw("GET", f"edoc/{quote(message, safe='')}", {}, None)
        if data.lstrip()[:1] == b"{":
            self._require(self._connection.read(data, Reply))
            raise self._connection.nonsense("JSON where a message was expected")
        if b"edXML" not in data:  # a page of something between us and the axis
            raise self._connection.nonsense("no message")
        return data

    def acknowledge(self, message: str, taken: bool) -> None:
        """Tells the axis that a message is stored here, or never will be: it brings it no more."""
        body = {"status": "done" if taken else "fail"}
        self._ask(f"edoc/{quote(message, safe='')}", Reply, body)

    def _raw(self, method: str, path: str, headers: Mapping[str, str], content: bytes | None) -> bytes:
        """A request with or for a message, under the session, which is renewed once if it has ended."""
        for fresh in (False, True):
            told = {**headers, "ServiceType": "eDoc", "Session": self._login(fresh)}
            data = self._connection.exchange(method, path, content=content, headers=told, most=MOST_BYTES)
            if fresh or data.lstrip()[:1] != b"{":
                break
            if self._connection.read(data, Reply).error_code != SESSION_ENDED:
                break
        return data

    def _put(self, dossier: DossierMessage, update: bool, key: str) -> None:
        body = {"isUpdating": "True" if update else "False", "data": [dossier.model_dump()]}
        self._ask("DongBoHoSoMC", Reply, body, key)

    def _ask(self, operation: str, answer: type[Answer], body: dict[str, Any], key: str = "") -> Answer:
        """One operation under the session; a session that ended is renewed once."""
        for fresh in (False, True):
            try:
                return self._once(operation, answer, body | {"session": self._login(fresh)}, key)
            except CredentialsRefused:
                if fresh:
                    raise
        raise AssertionError("the second round returns or raises")

    def _login(self, fresh: bool) -> str:
        if fresh or not self._session:
            body = {"username": self._name, "password": self._secret}
            self._session = self._once("login", Login, body, "").session
            if not self._session:
                raise self._connection.nonsense("session: missing")
        return self._session

    def _once(self, operation: str, answer: type[Answer], body: dict[str, Any], key: str) -> Answer:
        headers = {"Idempotency-Key": key} if key else {}
        if operation in READ:
            session = {"Session": str(body["session"])}  # not in the address, which proxies write down
            params = {name: value for name, value in body.items() if name != "session"}
            reply = self._connection.ask("GET", operation, answer, params=params, headers=session)
        else:
            reply = self._connection.ask("POST", operation, answer, body=body, headers=headers)
        self._require(reply)
        return reply

    def _require(self, reply: Reply) -> None:
        """Raises what an answer means that is no success."""
        if reply.error_code == SESSION_ENDED:
            raise CredentialsRefused("credentials", system=SYSTEM, setting="MOTCUA_RECORDS_KEY")
        if reply.error_code != SUCCESS:
            reason = masked(reply.error_message or reply.error_code)
            raise Refused("refused", reason_code=reply.error_code, system=SYSTEM, reason=reason)
