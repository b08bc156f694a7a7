"""What workers report and see of a parcel on its way, and what people see of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentView:
    """A postal order whose end is not known yet; ``state`` is one of the post's neutral states."""

    dossier: str
    tracking_code: str
    state: str
    opened: datetime


@dataclass(frozen=True, slots=True)
class ParcelReport:
    """What the post reported of a parcel, in its own words ``text``; ``key``: the same for the same report.

    ``unheard``: the sentence of the incident, in full and without values, where no process waits for what was reported.
    """

    tracking_code: str
    state: str
    at: datetime
    text: str
    key: str
    unheard: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ParcelEvent:
    """A line of a parcel's course, in the post's own words."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelView:
    """A parcel as people see it; ``since``: when it came to its neutral state; ``events`` in order."""

    tracking_code: str
    state: str
    since: datetime
    events: tuple[ParcelEvent, ...] = ()
