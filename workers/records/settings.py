"""Where the records axis is, and as whom it knows the office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from core.setting_fields import Base, Pair, address, credentials
from core.settings import Settings


class RecordsSettings(Settings):
    """The connector's own settings."""

    needs: ClassVar[Mapping[str, str]] = {"records_key": "records_url"}

    records_url: Base = address("base address of the national records axis", "https://axis.example.vn/api")
    records_key: Pair = credentials("client id and secret at the records axis, id:secret")
