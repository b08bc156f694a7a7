"""Procedures as the interface shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from api.answers import Output


class ComponentOut(Output):
    """A paper the dossier must or may have (thành phần hồ sơ)."""

    key: str
    name: str
    kind: str
    quantity: int
    required: bool
    template: str


class ProcedureOut(Output):
    """A procedure in the version that new dossiers get."""

    # What the view has, promised apart: see Output.
    code: str
    name: str
    name_en: str
    field: str
    field_code: str
    level: str
    law: str
    time_limit: str
    pause: str
    fee: int
    fee_note: str
    result: str
    start_form: str
    form: dict[str, Any] | None
    channels: list[str]
    return_by: list[str]
    components: list[ComponentOut]
    version: int
    sha256: str
    deployed: datetime
    note: str


class ProcedurePage(Output):
    """All procedures."""

    items: list[ProcedureOut]
    next: str | None
