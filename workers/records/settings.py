"""Where the records axis is, and as whom it knows the office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from core.settings import Base, Pair, Settings, setting


class RecordsSettings(Settings):
    """The connector's own settings."""

    needs: ClassVar[Mapping[str, str]] = {"records_key": "records_url"}

    records_url: Base = setting(
        "", "base address of the national records axis", "write an address such as https://axis.example.vn/api"
    )
    records_key: Pair = setting(
        "", "client id and secret at the records axis, id:secret", "write id:secret", hidden=True
    )
