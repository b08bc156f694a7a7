"""Words of payments: how money came, what a line of the ledger is, and what does not add up."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.domain.payments import Doubt, LineKind, Method, Settlement, Wrong
from web.i18n import gettext as _

METHODS: Mapping[str, Callable[[], str]] = {
    Method.ONLINE: lambda: _("online"),
    Method.CASH: lambda: _("cash"),
    Method.TRANSFER: lambda: _("transfer"),
}
KINDS: Mapping[str, Callable[[], str]] = {
    LineKind.RECEIVED: lambda: _("received"),
    LineKind.REFUNDED: lambda: _("given back"),
}
#: what is wrong, and in the same breath what to do
WRONG: Mapping[str, Callable[[], str]] = {
    Wrong.UNKNOWN: lambda: _("No payment of the office has this code. Ask the platform whose money it is."),
    Wrong.AMOUNT: lambda: _(
        "Another amount than asked for; the payer is told not to pay online again until this is settled. Call the payer: either "
        "count it towards the fee and take the rest at the desk, or have it sent back."
    ),
    Wrong.DOUBLED: lambda: _("Paid a second time. Have the second payment sent back to the payer."),
    Wrong.LATE: lambda: _("The dossier no longer owes it. Have it sent back to the payer."),
    Wrong.CHANGED: lambda: _("The same transaction was reported before with another amount. Ask the platform."),
    Wrong.UNREPORTED: lambda: _(
        "In the platform's file of the day, but never reported. Ask the platform, then book it at the desk as a transfer."
    ),
    Wrong.MISSING: lambda: _("Booked here, but not in the platform's file of that day. Ask the platform."),
}


#: what is odd about the time the platform told of money that is booked
DOUBTS: Mapping[str, Callable[[], str]] = {
    Doubt.EARLY: lambda: _("The platform gives a time before the payment was asked for. Ask the platform."),
    Doubt.FUTURE: lambda: _(
        "The platform gave a time that had not come yet; the time it was reported stands here. Ask the platform."
    ),
}
#: what became of it
SETTLEMENTS: Mapping[str, Callable[[], str]] = {
    Settlement.COUNTED: lambda: _("counts towards the fee: booked, the rest is paid at the desk"),
    Settlement.RETURNED: lambda: _("sent back to the payer"),
    Settlement.CLEARED: lambda: _("no money was to be moved"),
}


def settlement(name: str) -> str:
    """What became of money that did not add up; empty where an earlier release did not ask."""
    return SETTLEMENTS[name]() if name in SETTLEMENTS else name


def method(name: str) -> str:
    """How money came in or went back."""
    return METHODS[name]() if name in METHODS else name


def kind(name: str) -> str:
    """What a line of the ledger is."""
    return KINDS[name]() if name in KINDS else name


def doubt(name: str) -> str:
    """What is odd about the time of a line of the ledger; empty: nothing."""
    return DOUBTS[name]() if name in DOUBTS else name


def difference(name: str) -> str:
    """What does not add up, and what to do."""
    return WRONG[name]() if name in WRONG else name
