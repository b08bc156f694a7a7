"""Parcels and their prices, where a request about them cannot be carried out."""

from __future__ import annotations

from core.errors.base import CoreError


class PostageUnknown(CoreError):
    """Never a reason not to receive a dossier."""

    kind = "unavailable"
    code = "postage-unknown"
    template = "The post does not tell its prices at the moment. The dossier can be received without; the price stands with the parcel later."


class ParcelNotWaiting(CoreError):
    """Somebody, or the carrier, was faster."""

    kind = "conflict"
    code = "parcel-not-waiting"
    template = "The parcels %(parcels)s do not wait here any more: handed over, cancelled or fetched meanwhile. Nothing was changed; look at the list again."
