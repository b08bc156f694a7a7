"""The carriers behind one port: which of them serves is a setting, and each parcel remembers whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol, Self

from core.ports import PostageQuote
from core.settings import Settings
from workers.postal.client import PostalClient
from workers.postal.settings import PostalSettings
from workers.postal.viettel.client import ViettelClient
from workers.postal.viettel.wire import ViettelStatus
from workers.postal.wire import Cancellation, Correction, Order, OrderStatus


class Carrier(Protocol):
    """One conversation with a carrier. Everything raises :class:`workers.errors.OutsideError`."""

    #: as whom the carrier knows the office
    customer: str

    def __enter__(self) -> Self:
        """The conversation ends with the block."""

    def __exit__(self, *_error: object) -> None:
        """See ``__enter__``."""

    def create(self, order: Order, at: datetime) -> OrderStatus:
        """Places the order; the same number again gives the same parcel. ``at``: now, where the carrier does not say when."""

    def correct(self, wanted: Correction, key: str) -> object:
        """Another receiver for an order that was not fetched yet."""

    def cancel(self, wanted: Cancellation, tracking_code: str) -> object:
        """Takes an order back that was not fetched yet."""

    def is_cancelled(self, wanted: Cancellation) -> bool:
        """Whether the carrier says that the order is cancelled already."""

    def quotes(self, origin: str, address: str) -> Iterator[PostageQuote]:
        """What a letter costs, a line a class of service the office offers."""


def serving(settings: Settings) -> str:
    """The carrier that new orders go to, which is also the system its calls are counted for: ``postal`` or ``viettel``."""
    chosen = settings.of(PostalSettings).postal_carrier
    return ViettelStatus.system if chosen == "viettel" else OrderStatus.system


def needed(settings: Settings) -> tuple[str, ...]:
    """The address without which no order can be placed."""
    return ("viettel_url",) if serving(settings) == ViettelStatus.system else ("postal_url",)


def conversation(settings: Settings, system: str = "", seconds: float = 20.0) -> Carrier:
    """With the carrier of a parcel; without ``system`` with the one that serves now."""
    wanted = system or serving(settings)
    return ViettelClient(settings, seconds) if wanted == ViettelStatus.system else PostalClient(settings, seconds)
