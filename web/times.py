"""How times, sums and sizes are written: dd/MM/yyyy and HH:mm in the office's zone, thousands with a point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Flask

from core.domain import office_time, spans
from core.domain.notices import hours_in_words, usual_in_english
from core.domain.payments import in_dong
from core.domain.spans import SpanUnit
from core.errors.requests import BadValue
from web.app_state import app_state
from web.i18n import gettext, language, ngettext
from web.qr import square

#: The words of each unit but the same-day rule, singular and plural.
LIMITS = {
    SpanUnit.HOUR: ("%(count)s working hour", "%(count)s working hours"),
    SpanUnit.WORKING_DAY: ("%(count)s working day", "%(count)s working days"),
    SpanUnit.MONTH: ("%(count)s month", "%(count)s months"),
    SpanUnit.CALENDAR_DAY: ("%(count)s day", "%(count)s days"),
}


def now() -> datetime:
    """The present moment by the office's clock, aware."""
    present: datetime = app_state().office.context.now()
    return present


def local(moment: datetime) -> datetime:
    """The moment in the office's zone."""
    return office_time.local(moment)


def day(value: date | datetime | None) -> str:
    """``22/11/2026``; empty for None."""
    if value is None:
        return ""
    return (local(value) if isinstance(value, datetime) else value).strftime("%d/%m/%Y")


def clock(value: datetime | None) -> str:
    """``14:05``; empty for None."""
    return "" if value is None else local(value).strftime("%H:%M")


def moment(value: datetime | None) -> str:
    """``22/11/2026 14:05``; empty for None."""
    return "" if value is None else local(value).strftime("%d/%m/%Y %H:%M")


def exact(value: datetime | None) -> str:
    """``22/11/2026 14:05:09``, where a time is evidence; empty for None."""
    return "" if value is None else local(value).strftime("%d/%m/%Y %H:%M:%S")


def iso(value: datetime | None) -> str:
    """For ``<time datetime="…">``: ISO 8601 with the zone's offset."""
    return "" if value is None else local(value).isoformat(timespec="seconds")


def money(amount: int | Decimal) -> str:
    """Đồng with points between thousands: ``150.000 đồng``."""
    return in_dong(amount)


def usual(line: str) -> str:
    """A line of a notice that the office says of its own, in the page's language; any other as it is written."""
    return usual_in_english(line) if language() == "en" else line


def opening(hours: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Opening hours in words, one line a run of days: ``Thứ Hai – Thứ Sáu: 07:30–11:30``."""
    return hours_in_words(hours, language())


def size(octets: int) -> str:
    """``640 B``, ``12 KB``, ``3,4 MB``."""
    if octets < 1024:
        return f"{octets} B"
    if octets < 1024 * 1024:
        return f"{octets // 1024} KB"
    return f"{octets / 1024 / 1024:.1f} MB".replace(".", ",")


def time_limit(text: str) -> str:
    """A procedure's or step's time limit in words: ``3d`` → “3 ngày làm việc”."""
    try:
        span = spans.parse(text)
    except BadValue:
        return text  # written before the rule was; shown as it is rather than not at all
    if span.unit is SpanUnit.SAME_DAY:
        return gettext("on the same working day; received after 15:00, on the next one")
    singular, plural = LIMITS[span.unit]
    written = f"{span.count:f}".replace(".", ",") if language() == "vi" else f"{span.count:f}"
    return ngettext(singular, plural, 1 if span.count == 1 else 2, count=written)


def register(app: Flask) -> None:
    app.jinja_env.filters.update(
        opening=opening,
        usual=usual,
        day=day,
        clock=clock,
        moment=moment,
        exact=exact,
        iso=iso,
        money=money,
        qr=square,
        size=size,
        time_limit=time_limit,
    )
