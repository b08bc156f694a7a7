"""Whose money it is: a dossier's is of the units the dossier has to do with; money of no dossier is of the account's unit."""

from __future__ import annotations

from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, and_, or_, true

from core.db.models import PaymentDifference
from core.services.authorization import rights
from core.services.context.directory import Tree
from core.services.views.actors import Actor

#: who takes money, gives it back, and settles what does not add up
CASHIERS = ("receiver", "returner", "head", "leader")
_log = structlog.get_logger(__name__)


def account_unit(tree: Tree, code: str) -> UUID | None:
    """The unit that an account belongs to by its code; the office itself where no code is set, or nobody has it."""
    found = tree.known(code) if code else None
    if code and found is None:
        _log.warning("payment_unit_unknown", unit=code)
    return found or tree.seat


def settled_by(tree: Tree, by: Actor) -> ColumnElement[bool]:
    """A condition that a difference is the actor's to see and settle, as a cashier: of a dossier their unit has to do with;
    of no dossier, where the account belongs to their unit or to one below it."""
    units = rights.serving(by, *CASHIERS)
    if units is None:
        return true()
    below = {unit for held in units if held in tree.nodes for unit in tree.below(held)}
    account: ColumnElement[bool] = PaymentDifference.unit_id.in_(below)
    if tree.seat in below:
        # Found by a release that did not say whose account it was.
        account = or_(account, PaymentDifference.unit_id.is_(None))
    dossier = PaymentDifference.dossier_id
    return or_(and_(dossier.is_not(None), rights.visible(dossier, units)), and_(dossier.is_(None), account))
