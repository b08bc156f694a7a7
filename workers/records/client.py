"""The client of the records axis: session, dossier, progress, letters, answers. Decides nothing about dossiers."""

from __future__ import annotations

from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, TypeVar

from core.settings import Settings
from workers.errors import CredentialsRefused, Refused
from workers.http import connection
from workers.inputs import pair
from workers.masking import masked
from workers.records.settings import RecordsSettings
from workers.records.wire import (
    DOSSIER_EXISTS,
    DOSSIER_UNKNOWN,
    SESSION_ENDED,
    SUCCESS,
    Answers,
    DossierMessage,
    Known,
    LetterAnswer,
    LetterMessage,
    Login,
    LookUp,
    ProgressMessage,
    Reply,
)

SYSTEM = "Trục liên thông hồ sơ"
PAGE_SIZE = 100
#: Operations that only read: arguments in the address, the session in a header.
READ = frozenset({"answers"})
Answer = TypeVar("Answer", bound=Reply)


class RecordsClient(AbstractContextManager["RecordsClient"]):
    """One conversation with the axis; the session lives as long as the client."""

    def __init__(self, settings: Settings, seconds: float = 20.0) -> None:
        """Raises :class:`NotConfigured` when ``MOTCUA_RECORDS_URL`` is empty."""
        own = settings.of(RecordsSettings)
        self._connection = connection(SYSTEM, "MOTCUA_RECORDS", own.records_url, seconds)
        self._name, self._secret = pair(own.records_key)
        self._session = ""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.client.close()

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

    def letter(self, letter: LetterMessage, key: str) -> None:
        """Sends a letter; the same ``MaVanBan`` again changes nothing."""
        self._ask("letters", Reply, {"data": letter.model_dump()}, key)

    def answers(self, after: str) -> tuple[LetterAnswer, ...]:
        """The next answers to our letters after the id ``after`` (empty: from the beginning), oldest first."""
        return self._ask("answers", Answers, {"after": after, "limit": PAGE_SIZE}).items

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
        if reply.error_code == SESSION_ENDED:
            raise CredentialsRefused("credentials", system=SYSTEM, setting="MOTCUA_RECORDS_KEY")
        if reply.error_code != SUCCESS:
            reason = masked(reply.error_message or reply.error_code)
            raise Refused("refused", reason_code=reply.error_code, system=SYSTEM, reason=reason)
        return reply
