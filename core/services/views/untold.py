"""What the desk has to tell an applicant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class UntoldView:
    """A letter that reached nobody, with what the clerk needs to tell it. ``reason``: one of
    :class:`core.domain.untold.Reason`; ``subject`` and ``text``: of the letter, empty where it cannot be made any more;
    ``way``, ``note``, ``done`` and ``done_by``: once the applicant has been told."""

    id: UUID
    dossier: str
    procedure: str
    unit: str
    applicant: str
    phone: str
    email: str
    address: str
    template: str
    reason: str
    answer: str
    opened: datetime
    subject: str = ""
    text: str = ""
    done: datetime | None = None
    done_by: str | None = None
    way: str | None = None
    note: str | None = None
