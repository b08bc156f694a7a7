"""Words of payments: how money came, what a line of the ledger is, and what does not add up."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.domain.payments import LineKind, Method, Wrong
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
    Wrong.AMOUNT: lambda: _("Another amount than asked for. Take the rest at the desk, or have it sent back."),
    Wrong.DOUBLED: lambda: _("Paid a second time. Have the second payment sent back to the payer."),
    Wrong.LATE: lambda: _("The dossier no longer owes it. Have it sent back to the payer."),
    Wrong.CHANGED: lambda: _("The same transaction was reported before with another amount. Ask the platform."),
    Wrong.UNREPORTED: lambda: _(
        "In the platform's file of the day, but never reported. Ask the platform, then book it at the desk as a transfer."
    ),
    Wrong.MISSING: lambda: _("Booked here, but not in the platform's file of that day. Ask the platform."),
}


def method(name: str) -> str:
    """How money came in or went back."""
    return METHODS[name]() if name in METHODS else name


def kind(name: str) -> str:
    """What a line of the ledger is."""
    return KINDS[name]() if name in KINDS else name


def difference(name: str) -> str:
    """What does not add up, and what to do."""
    return WRONG[name]() if name in WRONG else name
