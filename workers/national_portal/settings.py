"""Where the national portal is, as whom it knows the office, and what it signs with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from core.setting_fields import Base, Pair, Secrets, address, credentials, signing_secrets
from core.settings import Settings


class NationalPortalSettings(Settings):
    """The connector's own settings."""

    needs: ClassVar[Mapping[str, str]] = {"national_portal_key": "national_portal_url"}

    national_portal_url: Base = address(
        "base address of the national portal's interface for dossiers filed there", "https://portal.example.vn/api"
    )
    national_portal_key: Pair = credentials("client id and secret at the national portal, id:secret")
    national_portal_callback_secret: Secrets = signing_secrets(
        "what the national portal signs dossiers with that it sends by itself"
    )
