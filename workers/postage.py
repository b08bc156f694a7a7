"""Asks all carriers that tell their prices, for the pages on which a class of service is chosen."""

from __future__ import annotations

from core.ports import Postage, PostageAway, PostageQuote
from core.settings import Settings
from workers import registry
from workers.connector import Connector
from workers.errors import OutsideError


def quotes(settings: Settings) -> Postage | None:
    """The prices of the carriers that are configured; None where none is."""
    asked = [one.quote for one in registry.connectors() if one.quote is not None and _configured(settings, one)]
    if not asked:
        return None

    def ask(origin: str, address: str) -> tuple[PostageQuote, ...]:
        found: list[PostageQuote] = []
        failures: list[str] = []
        for quote in asked:
            try:
                found += quote(settings, origin, address)
            except OutsideError as error:  # another carrier may answer all the same
                failures.append(error.redacted("en"))
        if not found:
            raise PostageAway("; ".join(failures) or "no carrier has a price for this address")
        return tuple(found)

    return ask


def _configured(settings: Settings, connector: Connector) -> bool:
    return not connector.lacks(settings)
