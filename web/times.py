"""How times, sums and sizes are written: dd/MM/yyyy and HH:mm in the office's zone, thousands with a point."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from flask import Flask

from web.kit import kit


def now() -> datetime:
    """The present moment by the office's clock, aware."""
    moment: datetime = kit().office.world.now()
    return moment


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


def register(app: Flask) -> None:
    app.jinja_env.filters.update(day=day, clock=clock, moment=moment, iso=iso, money=money, size=size)
