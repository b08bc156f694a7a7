"""What carriers take for bringing a result: asked before the applicant chooses, and no part of the office's fees."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import structlog

from core.domain import roles, text
from core.errors.base import Reason
from core.errors.postage import PostageUnknown
from core.errors.requests import BadValue
from core.ports import PostageAway, PostageQuote
from core.services.authorization import rights
from core.services.context.context import Context
from core.services.context.directory import Tree
from core.services.views.actors import Actor

#: who receives dossiers, and so may ask for prices
RECEIVERS: Final = ("receiver", "admin")
_log = structlog.get_logger(__name__)


class Postage:
    """Prices of the carriers. Nothing is kept: what an order really costs stands with its parcel."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def quotes(self, unit: str, address: str, by: Actor) -> tuple[PostageQuote, ...]:
        """What bringing a letter from a unit to an address costs, the cheapest first.

        Raises :class:`BadValue` (there is no such unit where the actor receives, no address), :class:`PostageUnknown` (ask again, or receive without).
        """
        rights.require_scope(by, "dossiers:write")
        tree = self._context.directory.tree()
        known, there = tree.known(unit), text.normalize_line(address)
        if known is None or not _receives(tree, by, known):
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


def _receives(tree: Tree, by: Actor, unit: UUID) -> bool:
    """Whether the actor may receive dossiers in the unit's office: another office's address and prices are its own."""
    if by.kind == "system":
        return True
    office = roles.office_of(unit, tree.nodes)
    desks = {held.unit_id for held in by.memberships if held.role in RECEIVERS and held.unit_id in tree.nodes}
    return any(held in tree.line(unit) or roles.office_of(held, tree.nodes) == office for held in desks)
