"""How times, sums and sizes are written: dd/MM/yyyy and HH:mm in the office's zone, thousands with a point."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from flask import Flask

from core.domain import spans
from core.domain.spans import SpanUnit
from core.errors import BadValue
from web.i18n import gettext, ngettext
from web.kit import kit


def now() -> datetime:
    """The present moment by the office's clock, aware."""
    present: datetime = kit().office.world.now()
    return present


def local(moment: datetime) -> datetime:
    """The moment in the office's zone."""
    return moment.astimezone(ZoneInfo(kit().settings.zone))


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


def iso(value: datetime | None) -> str:
    """For ``<time datetime="…">``: ISO 8601 with the zone's offset."""
    return "" if value is None else local(value).isoformat(timespec="minutes")


def money(amount: int | Decimal) -> str:
    """Đồng with points between thousands: ``150.000 đ``."""
    return f"{amount:,.0f}".replace(",", ".") + " đ"


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
    count = int(span.count) if span.count == int(span.count) else span.count
    if span.unit is SpanUnit.HOUR:
        return ngettext("%(num)s working hour", "%(num)s working hours", count)
    if span.unit is SpanUnit.WORKING_DAY:
        return ngettext("%(num)s working day", "%(num)s working days", count)
    if span.unit is SpanUnit.MONTH:
        return ngettext("%(num)s month", "%(num)s months", count)
    return ngettext("%(num)s day", "%(num)s days", count)


def register(app: Flask) -> None:
    app.jinja_env.filters.update(
        day=day, clock=clock, moment=moment, iso=iso, money=money, size=size, time_limit=time_limit
    )
