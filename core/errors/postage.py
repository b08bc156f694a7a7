"""The price of a letter, where no carrier tells it."""

from __future__ import annotations

from core.errors.base import CoreError


class PostageUnknown(CoreError):
    """Never a reason not to receive a dossier."""

    kind = "unavailable"
    code = "postage-unknown"
    template = "The post does not tell its prices at the moment. The dossier can be received without; the price stands with the parcel later."
