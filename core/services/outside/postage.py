"""What carriers take for bringing a result: asked before the applicant chooses, and no part of the office's fees."""

from __future__ import annotations

import structlog

from core.domain import text
from core.errors.base import Reason
from core.errors.postage import PostageUnknown
from core.errors.requests import BadValue
from core.ports import PostageAway, PostageQuote
from core.services.authorization import rights
from core.services.context.context import Context
from core.services.views.actors import Actor

_log = structlog.get_logger(__name__)


class Postage:
    """Prices of the carriers. Nothing is kept: what an order really costs stands with its parcel."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def quotes(self, unit: str, address: str, by: Actor) -> tuple[PostageQuote, ...]:
        """What bringing a letter from a unit to an address costs, the cheapest first.

        Raises :class:`BadValue` (there is no such unit, no address), :class:`PostageUnknown` (ask again, or receive without).
        """
        rights.require_scope(by, "dossiers:write")
        tree = self._context.directory.tree()
        known, there = tree.known(unit), text.normalize_line(address)
        if known is None:
            raise BadValue(field="unit", reason=Reason("there is no unit “%(unit)s”", unit=unit))
        if not there:
            raise BadValue(field="address", reason=Reason("the address to deliver to is missing"))
        ask = self._context.postage
        if ask is None:
            raise PostageUnknown
        try:
            found = ask(tree.views[known].address, there)
        except PostageAway as error:
            _log.warning("postage_unknown", reason=str(error))
            raise PostageUnknown from error
        return tuple(sorted(found, key=lambda quote: (quote.amount, quote.service)))
