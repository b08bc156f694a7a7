"""The office's own letters as an administrator changed them: rows, of which the newest of each letter is in force."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select

from core.db.models import OfficeText
from core.db.reading import Reading


def newest() -> Select[Any]:
    """The newest row of every letter that was ever changed, whatever it says."""
    last = (
        select(OfficeText.event, OfficeText.language, func.max(OfficeText.number).label("number"))
        .group_by(OfficeText.event, OfficeText.language)
        .subquery()
    )
    return select(*OfficeText.__table__.c).join(
        last,
        (OfficeText.event == last.c.event)
        & (OfficeText.language == last.c.language)
        & (OfficeText.number == last.c.number),
    )


def in_force(work: Reading) -> dict[str, str]:
    """The letters that are not the shipped ones, by file name; one that went back to the shipped text is not among them."""
    rows = work.execute(newest()).all()
    return {f"{row.event}.{row.language}.txt": row.source for row in rows if row.source is not None}
