"""The client of the national portal's interface: read what was filed, fetch files, acknowledge. Judges nothing."""

from __future__ import annotations

from urllib.parse import quote

import httpx

from core.services.context.contracts import Bilingual
from core.settings import Settings
from workers.errors import Refused
from workers.http import OutsideClient
from workers.inputs import pair
from workers.masking import masked
from workers.national_portal.settings import NationalPortalSettings
from workers.national_portal.wire import LARGEST_FILE, SUCCESS, Acknowledgement, FeedEntry, FeedPage, Reply

SYSTEM = Bilingual(en="the national public service portal", vi="Cổng Dịch vụ công quốc gia")
PAGE_SIZE = 50


class NationalPortalClient(OutsideClient):
    """One conversation with the portal."""

    def __init__(self, settings: Settings, seconds: float = 20.0) -> None:
        """Raises :class:`NotConfigured` when ``MOTCUA_NATIONAL_PORTAL_URL`` is empty."""
        own = settings.of(NationalPortalSettings)
        super().__init__(SYSTEM, "MOTCUA_NATIONAL_PORTAL", own.national_portal_url, seconds)
        self._connection.client.auth = httpx.BasicAuth(*pair(own.national_portal_key))

    def filed(self, after: str) -> list[FeedEntry]:
        """What was filed after the line ``after`` (empty: from the beginning), oldest first."""
        params: dict[str, str | int] = {"after": after, "limit": PAGE_SIZE}
        page = self._connection.ask("GET", "HoSo", FeedPage, params=params)
        self._judge(page)
        return page.data

    def file(self, file_id: str) -> bytes:
        """The contents of a file that was handed in."""
        path = f"TepDinhKem/{quote(file_id, safe='')}"
        return self._connection.exchange("GET", path, headers={}, most=LARGEST_FILE)

    def acknowledge(self, told: Acknowledgement) -> None:
        """Says under which code a dossier is open here; the same again changes nothing there."""
        self._judge(self._connection.ask("POST", "TiepNhanHoSo", Reply, body=told))

    def _judge(self, found: Reply) -> None:
        if found.error_code != SUCCESS:
            reason = masked(found.error_message or found.error_code)
            raise Refused("refused", reason_code=found.error_code, system=SYSTEM, reason=reason)
