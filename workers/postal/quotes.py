"""What the carriers take for a letter, by class of service."""

from __future__ import annotations

from collections.abc import Iterator

from core.ports import PostageQuote
from core.settings import Settings
from workers.postal import carriers

#: A clerk and an applicant wait meanwhile.
SECONDS = 4.0


def quote(settings: Settings, origin: str, address: str) -> Iterator[PostageQuote]:
    """The prices of the carrier that serves. Raises :class:`workers.errors.OutsideError`."""
    with carriers.conversation(settings, seconds=SECONDS) as carrier:
        yield from carrier.quotes(origin, address)
