"""A dossier's money: what is owed, the ledger with its receipts, refunds; and the list of what does not add up."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin import filters, payment_words
from admin.clerk.dossier import render_tab
from admin.request_context import me, office, sentence
from core.domain import numbers
from core.domain.number_words import dong_in_words
from core.domain.payments import DifferenceState, Method
from core.domain.statuses import Status
from core.errors.requests import BadValue
from core.services.payments.borders import CASHIERS
from web import guard, messages
from web.app_state import app_state
from web.http_status import HTTP_STATUS_BY_KIND
from web.i18n import gettext as _
from web.i18n import language
from web.request_helpers import see_other, sent_key

pages = Blueprint("payments", __name__)
SIZE = 30


@pages.get("/payments")
@guard.role(*CASHIERS)
def listing() -> str:
    """Money the books do not explain, the newest first."""
    return _listing()


@pages.post("/payments/<uuid:difference_id>/settle")
@guard.role(*CASHIERS)
def settle(difference_id: UUID) -> ResponseReturnValue:
    """Closes a difference with what was done about it; without a note the page comes back and says so."""
    typed = {name: request.form.get(name, "").strip()[:600] for name in ("settlement", "note")}
    try:
        office().payments.settle(difference_id, typed["settlement"], typed["note"], me())
    except BadValue as error:
        return make_response(
            _listing(sentence(error), {**typed, "id": str(difference_id)}), HTTP_STATUS_BY_KIND[error.kind]
        )
    flash(_("Settled. It stands in the history with your note."), "success")
    return see_other(url_for("payments.listing"))


@pages.get("/dossiers/<code>/payments")
@guard.login
def of_dossier(code: str) -> str:
    """What the dossier owes, and its ledger."""
    return _of_dossier(code)


@pages.post("/dossiers/<code>/payments/<uuid:line_id>/refund")
@guard.role(*CASHIERS)
def refund(code: str, line_id: UUID) -> ResponseReturnValue:
    """Gives money back; what cannot be meant comes back with what was typed."""
    typed = {name: request.form.get(name, "").strip()[:600] for name in ("amount", "method", "reason")}
    try:
        amount = _amount(typed["amount"])
        line = office().payments.refund(code, line_id, amount, typed["method"], typed["reason"], me(), sent_key())
    except numbers.UnreadableInput as error:
        return _again(code, line_id, typed, messages.field_text(error.code, {"limit": 0}, language()))
    except BadValue as error:
        return _again(code, line_id, typed, sentence(error))
    flash(_("Given back, number %(number)s.", number=line.receipt_number), "success")
    return see_other(url_for("payments.of_dossier", code=code))


@pages.get("/dossiers/<code>/payments/<uuid:line_id>/receipt")
@guard.login
def receipt(code: str, line_id: UUID) -> str:
    """One line of the ledger as a paper to print and sign."""
    page, line = office().dossier_pages.show(code, me()), office().payments.line(code, line_id, me())
    dossier = page.dossier
    asked = [one for one in page.notices if one.status == Status.PAYMENT and one.purpose]
    then = [one for one in asked if one.at <= line.at] or asked  # of several fees the one asked for before it came in
    return render_template(
        "clerk/payment_receipt.html",
        dossier=dossier,
        line=line,
        purpose=then[0].purpose if then else "",
        amount_in_words=dong_in_words(line.amount),
        unit=office().units.find(dossier.unit),
        office_address=app_state().settings.address,
    )


def _of_dossier(code: str, typed: dict[str, str] | None = None, problem: str = "") -> str:
    return render_tab(
        "payments",
        office().dossier_pages.show(code, me()),
        payments=office().payments.of_dossier(code, me()),
        words=payment_words,
        methods=(Method.CASH, Method.TRANSFER),
        may_refund=any(me().holds(role) for role in CASHIERS),
        typed=typed or {},
        problem=problem,
    )


def _amount(typed: str) -> int:
    """Whole đồng as a person writes them: 75.000, 75 000, 75.000 đồng. Raises :class:`UnreadableInput`."""
    found = numbers.read(typed)
    if not isinstance(found, int):
        raise numbers.UnreadableInput("decimals")
    return found


def _again(code: str, line_id: UUID, typed: dict[str, str], problem: str) -> ResponseReturnValue:
    """The ledger with what was typed, and what is wrong with it."""
    page = _of_dossier(code, {**typed, "line": str(line_id)}, problem)
    return make_response(page, HTTP_STATUS_BY_KIND[BadValue.kind])


def _listing(problem: str = "", typed: dict[str, str] | None = None) -> str:
    read = filters.FilterReader(request.args)
    state = DifferenceState(read.one_of("state", tuple(DifferenceState)) or DifferenceState.OPEN)
    after = request.args.get("after") or None
    page = office().payments.differences(me(), state, after, SIZE)
    return render_template(
        "clerk/payments.html",
        page=page,
        state=state,
        faults=read.faults,
        words=payment_words,
        problem=problem,
        typed=typed or {},
        next_address=url_for("payments.listing", state=state, after=page.next) if page.next else "",
        first_address=url_for("payments.listing", state=state) if after else "",
    )
