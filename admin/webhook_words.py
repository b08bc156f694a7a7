"""Webhooks in words: what they may be told of, what became of telling them, and why they are off."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from core.domain.outgoing_events import KINDS, STATUS_CHANGED, TRIED
from core.domain.states import ANY_STATE, DeliveryState
from core.services.views.webhooks import DeliveryView, WebhookView
from web.i18n import gettext as _

#: what is offered together → the beginnings of the kinds it stands for
_BEGINNINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "status": (STATUS_CHANGED,),
    "received": ("clerk.dossier.", "clerk.receipt."),
    "tasks": ("clerk.task.",),
    "papers": ("clerk.document.",),
    "payments": ("clerk.payment.", "worker.payment."),
    "parcels": ("clerk.parcel.",),
    "letters": ("clerk.letter.", "worker.letter."),
    "applicants": ("clerk.applicant.",),
    "calls": ("worker.call.", "worker.message.", "engine.timer.", "engine.message.", "engine.signal."),
    "incidents": ("engine.incident.", "admin.incident.", "admin.call.", "admin.inbound."),
    "interventions": (
        "admin.token.",
        "admin.branch.",
        "admin.task.",
        "admin.variables.",
        "admin.dossier.",
        "designer.",
    ),
}
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    group: tuple(str(kind) for kind in KINDS if kind.startswith(beginnings))
    for group, beginnings in _BEGINNINGS.items()
}
GROUP_NAMES: Final[Mapping[str, Callable[[], str]]] = {
    "status": lambda: _("The status of a dossier changes"),
    "received": lambda: _("A dossier is received"),
    "tasks": lambda: _("A task is taken, given back or completed"),
    "papers": lambda: _("A paper is added"),
    "payments": lambda: _("A fee is paid or given back"),
    "parcels": lambda: _("A parcel is handed over, or its order corrected or taken back"),
    "letters": lambda: _("Official letters"),
    "applicants": lambda: _("An applicant is told by a person what no letter could say"),
    "calls": lambda: _("Answers of outside systems, messages and time limits"),
    "incidents": lambda: _("Incidents and what is done about them"),
    "interventions": lambda: _("An administrator or designer moves a dossier"),
}
STATE_NAMES: Final[Mapping[str, Callable[[], str]]] = {
    ANY_STATE: lambda: _("All"),
    DeliveryState.WAITING: lambda: _("Waits for its next try"),
    DeliveryState.SENT: lambda: _("Being sent"),
    DeliveryState.DELIVERED: lambda: _("Arrived"),
    DeliveryState.FAILED: lambda: _("Given up"),
}


def state(delivery: DeliveryView) -> str:
    """How it stands with a delivery; one that was never tried does not wait for a next try."""
    if delivery.state == DeliveryState.WAITING and not delivery.attempts:
        return _("Waits to be sent")
    return STATE_NAMES[delivery.state]()


#: why nothing was answered, by the codes of ``workers.webhooks``
ERRORS: Final[Mapping[str, Callable[[], str]]] = {
    "unresolved": lambda: _("The name of the address is unknown"),
    "internal": lambda: _("The name leads to an internal address, which is not called"),
    "insecure": lambda: _("Outside the internal networks only https:// is called"),
    "key": lambda: _("The secret cannot be read: the key of this office was changed. Make a new secret."),
    "timeout": lambda: _("No answer within ten seconds"),
    "unreachable": lambda: _("No connection"),
    "died": lambda: _("The worker did not come to its end"),
}
OFF: Final[Mapping[str, Callable[[], str]]] = {
    "person": lambda: _("Switched off"),
    "gone": lambda: _("Switched off by itself: the address answered that it is no longer there (410)"),
    "failing": lambda: _("Switched off by itself: for five days nothing arrived"),
}


def groups_of(kinds: Collection[str]) -> list[str]:
    """The groups that a webhook's kinds make up; kinds that make up none are kept by :func:`kinds_of`."""
    return [group for group, members in GROUPS.items() if members and set(members) <= set(kinds)]


def kinds_of(groups: Iterable[str]) -> list[str]:
    """The kinds of some groups."""
    return [kind for group in groups for kind in GROUPS.get(group, ())]


def told_of(webhook: WebhookView) -> str:
    """What a webhook is told of."""
    if not webhook.kinds:
        return _("Everything")
    names = [GROUP_NAMES[group]() for group in groups_of(webhook.kinds)]
    return "; ".join(names) or ", ".join(webhook.kinds)


def event(delivery: DeliveryView) -> str:
    """What a delivery is about."""
    if delivery.kind == TRIED:
        return _("Trial")
    named = (GROUP_NAMES[group]() for group, members in GROUPS.items() if delivery.kind in members)
    return next(named, delivery.kind)


def outcome(one: Mapping[str, Any]) -> str:
    """What came of a try."""
    if one["status"] is not None:
        return _("Answered HTTP %(status)s", status=one["status"])
    words = ERRORS.get(one["error"])
    return words() if words else str(one["error"])


def moment(one: Mapping[str, Any]) -> datetime:
    """When a try was made."""
    return datetime.fromisoformat(one["at"])


def condition(webhook: WebhookView) -> tuple[str, str]:
    """How a webhook does: its tone and the words."""
    if not webhook.active:
        return "late" if webhook.off_reason != "person" else "quiet", OFF[webhook.off_reason]()
    if webhook.failures:
        return "late", _("Does not answer as it should")
    if webhook.failed:
        return "soon", _("Works; some events were given up before")
    return "fine", _("Works")
