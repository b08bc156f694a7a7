"""What a person of the office is told of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class StaffNoticeView:
    """``kind``: one of :class:`core.domain.staff_notices.StaffNoticeKind`; ``what``: the name of the task or step, perhaps empty."""

    id: UUID
    kind: str
    dossier: str
    what: str
    at: datetime
    unread: bool
