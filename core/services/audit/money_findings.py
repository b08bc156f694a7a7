"""What a check has found of the ledger, each in one plain sentence; see :mod:`core.services.audit.findings`."""

from __future__ import annotations

from typing import Any

from core.domain.replay import Fact
from core.errors.base import Reason
from core.services.audit.views import FindingView

PAYMENT_COLUMNS = {
    "kind": Reason("whether money came in or went back"),
    "amount": Reason("the amount"),
    "method": Reason("the way of paying"),
    "at": Reason("the time"),
    "by_name": Reason("the cashier"),
    "receipt_number": Reason("the number"),
    "reference": Reason("the transaction"),
    "doubt": Reason("the mark of its time"),
    "reason": Reason("the reason"),
    "refund_of_id": Reason("the line it gives back"),
}


def payment(name: str, must: Fact) -> FindingView:
    """A line of the ledger is not as it was written."""
    number = must.value["receipt_number"]
    facts = {"number": number, "column": PAYMENT_COLUMNS[name], "event": must.event}
    return FindingView(
        Reason("Of the ledger's line %(number)s, %(column)s is not what event %(event)s records.", **facts), must.event
    )


def payment_gone(must: Fact) -> FindingView:
    """A line of the ledger is not there any more."""
    facts = {"number": must.value["receipt_number"], "event": must.event}
    return FindingView(
        Reason("The ledger's line %(number)s that event %(event)s records is gone.", **facts), must.event
    )


def payment_added(number: Any) -> FindingView:
    """A line of the ledger nobody wrote."""
    return FindingView(Reason("There is a line %(number)s in the ledger that no event records.", number=number))


def difference(must: Fact) -> FindingView:
    """How money that did not add up was settled is not what was recorded."""
    return FindingView(
        Reason("What became of money that did not add up is not what event %(event)s records.", event=must.event),
        must.event,
    )


def difference_gone(must: Fact) -> FindingView:
    """Money that did not add up is not there any more."""
    return FindingView(
        Reason("The money that did not add up and that event %(event)s records is gone.", event=must.event), must.event
    )


def difference_settled(reference: Any) -> FindingView:
    """Money that did not add up is called settled, and nobody settled it."""
    return FindingView(
        Reason("The transaction %(reference)s is called settled, which no event records.", reference=reference)
    )
