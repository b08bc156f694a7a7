"""What a citizen reads about money that came in and did not fit what was asked for: one sentence, and one thing to do."""

from __future__ import annotations

from core.domain.payments import DifferenceState, Settlement, Wrong, in_dong
from core.services.views.payments import DifferenceView, DossierPayments
from web import times
from web.i18n import gettext


def differences(payments: DossierPayments | None) -> list[str]:
    """A sentence for each, in order."""
    return [_told(one, payments) for one in payments.differences] if payments else []


def to_do(payments: DossierPayments | None) -> str:
    """What the citizen does about a fee of which a part, or another sum, has come in; empty where the whole is to be paid."""
    owed = payments.owed if payments else None
    if owed is None:
        return ""
    if owed.held:
        return gettext(
            "Nothing for now, and please do not pay online again: the office is looking into the money that came in and calls you."
        )
    if owed.counted:
        return gettext(
            "Pay the remaining %(rest)s at the reception desk, not online. The time until then does not count towards the "
            "office's time limit.",
            rest=in_dong(owed.rest),
        )
    return ""


def waits_for_the_citizen(payments: DossierPayments | None) -> bool:
    """False while it is the office that has to look at the money."""
    return not (payments and payments.owed and payments.owed.held)


def _told(one: DifferenceView, payments: DossierPayments) -> str:
    known = {"amount": in_dong(one.amount), "when": times.moment(one.at)}
    if one.state == DifferenceState.SETTLED:
        return _settled(one, known)
    if one.reason == Wrong.DOUBLED:
        return gettext(
            "You paid twice: %(amount)s came in a second time on %(when)s. The office sends it back; there is nothing for you to do.",
            **known,
        )
    if one.reason == Wrong.LATE:
        return gettext(
            "%(amount)s came in on %(when)s, when nothing was to be paid online any more. The office sends it back; there is nothing for you to do.",
            **known,
        )
    if one.reason == Wrong.AMOUNT and payments.owed is not None and one.expected is not None:
        return _other_amount(one.amount, one.expected, known)
    return gettext(
        "%(amount)s came in online on %(when)s and is not booked yet. The office is looking into it; there is nothing for you to do.",
        **known,
    )


def _other_amount(amount: int, expected: int, known: dict[str, str]) -> str:
    known |= {"expected": in_dong(expected), "by": in_dong(abs(expected - amount))}
    if amount < expected:
        return gettext(
            "%(amount)s came in online on %(when)s, %(by)s less than the %(expected)s asked for. Do not pay online again: the "
            "office calls you, and either you pay the rest at the reception desk, or the money is sent back to you.",
            **known,
        )
    return gettext(
        "%(amount)s came in online on %(when)s, %(by)s more than the %(expected)s asked for. Do not pay again: the office "
        "calls you about sending money back.",
        **known,
    )


def _settled(one: DifferenceView, known: dict[str, str]) -> str:
    known |= {"day": times.moment(one.settled) if one.settled else ""}
    if one.settlement == Settlement.COUNTED:
        return gettext("The %(amount)s that came in online on %(when)s count towards the fee.", **known)
    if one.settlement == Settlement.RETURNED:
        return gettext(
            "The %(amount)s that came in online on %(when)s were sent back to the payer, noted %(day)s.", **known
        )
    return gettext(
        "The office has looked into the %(amount)s that came in online on %(when)s; there is nothing for you to do.",
        **known,
    )
