"""Numbers of the register: one row of numbers for each office, direction and year, without gaps."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from core.db.models import Letter, Unit
from core.db.unit_of_work import Work
from core.domain.letters import Direction


def next_number(work: Work, office: UUID, direction: Direction, year: int) -> int:
    """The next number. The office's row is locked, so that two letters at one moment get two numbers."""
    work.execute(select(Unit.id).where(Unit.id == office).with_for_update()).one()
    last = work.scalar(
        select(func.max(Letter.number)).where(
            Letter.unit_id == office, Letter.direction == direction, Letter.year == year
        )
    )
    return (last or 0) + 1
