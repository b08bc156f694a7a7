"""Where the civil-status database is, as whom it knows the office, and what it signs its messages with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from core.setting_fields import Base, Pair, Secrets, address, credentials, signing_secrets
from core.settings import Settings


class CivilStatusSettings(Settings):
    """The connector's own settings."""

    needs: ClassVar[Mapping[str, str]] = {"civil_status_key": "civil_status_url"}

    civil_status_url: Base = address("base address of the civil-status database", "https://hotich.example.vn/api")
    civil_status_key: Pair = credentials("client id and secret at the civil-status database, id:secret")
    civil_status_secret: Secrets = signing_secrets(
        "secret that the civil-status database signs its messages with; empty: results are asked for only"
    )
