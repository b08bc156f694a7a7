"""What workers report and see of a parcel on its way, and what people see of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

#: results go to the applicant; papers are fetched there and brought to the desk
Direction = Literal["return", "collect"]


@dataclass(frozen=True, slots=True)
class CarrierOrder:
    """An order in the carrier's own list: tracking code, our number, and the code of the dossier in it."""

    code: str
    number: str
    dossier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentView:
    """A postal order whose end is not known yet; ``state`` is one of the post's neutral states."""

    dossier: str
    tracking_code: str
    state: str
    opened: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelOrder:
    """What was ordered from a carrier, as it was ordered. ``number``: the order's number at the office."""

    number: str
    carrier: str  # its name for people
    system: str = ""  # the name its calls are counted under; empty: of the one carrier there was
    service: str
    receiver: str  # of papers that are fetched: who gives them
    address: str
    phone: str = ""
    #: what the carrier takes for carrying it, whole đồng; None: it does not say. No fee of the office's, and in no ledger
    postage: int | None = None
    #: what it collects at the door, whole đồng
    cod: int = 0


@dataclass(frozen=True, slots=True)
class ParcelReport:
    """What the post reported of a parcel, in its own words ``text``; ``key``: the same for the same report.

    ``unheard``: the sentence of the incident, in full and without values, where no process waits for what was reported.
    ``order``: what was ordered, told by whoever placed the order. ``direction``: ``collect`` for papers that are fetched.
    """

    tracking_code: str
    state: str
    at: datetime
    text: str
    key: str
    unheard: tuple[str, str] | None = None
    order: ParcelOrder | None = None
    direction: Direction = "return"


@dataclass(frozen=True, slots=True)
class ParcelEvent:
    """A line of a parcel's course, in the post's own words."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelView:
    """A parcel as people see it; ``since``: when it came to its neutral state; ``events`` in order.

    ``taken_over``: the carrier has said that it holds the parcel, or has held it. ``order``: None for one of which the
    office only knows what the carrier reports.
    """

    tracking_code: str
    state: str
    since: datetime
    direction: Direction = "return"
    taken_over: bool = False
    handed_over: datetime | None = None  # by the desk, as the manifest says
    withdrawn: datetime | None = None  # a clerk wants the order cancelled
    order: ParcelOrder | None = None
    events: tuple[ParcelEvent, ...] = ()

    @property
    def waits_here(self) -> bool:
        """It lies at the desk, ready for the carrier."""
        ready = self.order is not None and self.state == "created" and self.direction == "return"
        return ready and self.handed_over is None and self.withdrawn is None


def results(parcels: Sequence[ParcelView]) -> tuple[ParcelView, ...]:
    """Those that bring a result to the applicant."""
    return tuple(parcel for parcel in parcels if parcel.direction == "return")


def papers(parcels: Sequence[ParcelView]) -> tuple[ParcelView, ...]:
    """Those that fetch papers from the applicant."""
    return tuple(parcel for parcel in parcels if parcel.direction == "collect")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelLine:
    """A parcel as it stands on the list of those to hand over, on a label, and on a manifest."""

    dossier: str
    tracking_code: str
    unit: str  # code of the reception unit, which sends it
    carrier: str
    service: str
    receiver: str
    phone: str
    address: str
    cod: int
    state: str
    opened: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestView:
    """Parcels handed over to a carrier at once; ``by_name`` gave them, ``carrier_person`` took them."""

    number: str
    unit: str
    carrier: str
    handed_over: datetime
    carrier_person: str
    by_name: str
    #: how many parcels
    size: int
    lines: tuple[ParcelLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """To whom and where a parcel is brought."""

    receiver: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelChange:
    """A parcel that still lies at the office, as its order stands now. ``withdrawn``: it is to be cancelled."""

    dossier: str
    tracking_code: str
    carrier: str
    to: Delivery
    withdrawn: bool = False
