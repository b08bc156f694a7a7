"""The client of the civil-status database: hand over, read results. Judges nothing about dossiers."""

from __future__ import annotations

import httpx

from core.services.context.contracts import Bilingual
from core.settings import Settings
from workers.civil_status.settings import CivilStatusSettings
from workers.civil_status.wire import Received, Registration, Results
from workers.feed import FeedLine
from workers.http import OutsideClient
from workers.inputs import pair

SYSTEM = Bilingual(en="the electronic civil-status database", vi="Cơ sở dữ liệu hộ tịch điện tử")
PAGE_SIZE = 100


class CivilStatusClient(OutsideClient):
    """One conversation with the database."""

    def __init__(self, settings: Settings, seconds: float = 20.0) -> None:
        """Raises :class:`NotConfigured` when ``MOTCUA_CIVIL_STATUS_URL`` is empty."""
        own = settings.of(CivilStatusSettings)
        super().__init__(SYSTEM, "MOTCUA_CIVIL_STATUS", own.civil_status_url, seconds)
        self._connection.client.auth = httpx.BasicAuth(*pair(own.civil_status_key))

    def hand_over(self, registration: Registration) -> str:
        """The database's code for the record. Raises :class:`Refused` with the database's reason."""
        headers = {"Idempotency-Key": registration.request}
        found = self._connection.ask("POST", "registrations", Received, body=registration, headers=headers)
        if found.request != registration.request:
            raise self._connection.nonsense("request: not the one sent")
        return found.code

    def results(self, after: str) -> tuple[FeedLine, ...]:
        """What was decided after the id ``after`` (empty: from the beginning), oldest first."""
        params: dict[str, str | int] = {"after": after, "limit": PAGE_SIZE}
        return self._connection.ask("GET", "results", Results, params=params).items
