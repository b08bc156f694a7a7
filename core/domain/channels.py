"""Ways in which an applicant is told of their dossier: one of them, chosen at reception."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, Final


class TellBy(StrEnum):
    """The applicant's choice."""

    EMAIL = "email"
    SMS = "sms"
    #: a message of the office's account in a messenger (Zalo official account)
    OA = "oa"
    #: nothing is sent; the tracking page tells all the same
    NONE = "none"


#: who carries a message in each way: mail servers and gateways fail apart from each other
SYSTEMS: Final[Mapping[TellBy, str]] = {TellBy.SMS: "notification-sms", TellBy.OA: "notification-oa"}
#: to devices on which citizens asked for it, beside the way that was chosen
PUSH: Final = "push"
#: who carries those
PUSH_SYSTEM: Final = "notification-push"
#: sent to a telephone number
BY_PHONE: Final = frozenset({TellBy.SMS, TellBy.OA})


def chosen(applicant: Mapping[str, Any], name: str = "tell_by") -> TellBy:
    """What was chosen; e-mail in dossiers of before there was a choice."""
    return TellBy(applicant.get(name) or TellBy.EMAIL)


#: the order in which other ways are tried where the chosen one fails
_OTHERS: Final = (TellBy.EMAIL, TellBy.SMS, TellBy.OA)


def routes(applicant: Mapping[str, Any], ways: Collection[str], name: str = "tell_by") -> tuple[TellBy, ...]:
    """The ways in which an applicant can be told: the chosen one first, then others that the office has (``ways``); only those
    for which there is an address or a number. Empty for who wants to be sent nothing."""
    first = chosen(applicant, name)
    if first is TellBy.NONE:
        return ()
    order = (first, *(way for way in _OTHERS if way is not first and way in ways))
    return tuple(way for way in order if applicant.get("phone" if way in BY_PHONE else "email"))


def carrier(applicant: Mapping[str, Any], ways: Collection[str]) -> str | None:
    """Who carries messages to this applicant; ``None``: whoever carries out the topic, which is the mail server."""
    return SYSTEMS.get(next(iter(routes(applicant, ways)), TellBy.EMAIL))
