"""Receiving a dossier: choose the procedure, fill in the applicant and the form, attach the papers, say how it comes back.

Each error stands beside its field, and everything typed and attached stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from admin import uploads
from admin.clerk import filing
from admin.request_context import me, office, sentence
from admin.uploads import Taken
from core.errors.base import CoreError
from core.errors.database import ServiceUnavailable
from core.errors.forms import FieldError, FieldErrors, FormInvalid
from core.errors.requests import BadValue, KeyReused
from core.ports import PostageQuote
from core.services.views.dossiers import POST_SERVICES, Reception
from core.services.views.procedures import ProcedureView
from web import guard
from web.forms import REFRESH, key_is_spent, only_redraw, redrawn
from web.http_status import HTTP_STATUS_BY_KIND
from web.request_helpers import is_htmx, new_key, see_other, sent_key

pages = Blueprint("reception", __name__)
#: what the button beside the classes of service asks to have drawn
POSTAGE = "postage"


@dataclass(frozen=True, slots=True)
class Desk:
    """A unit that receives dossiers."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ReceptionForm:
    """The form as filled in: what stands around the procedure's own form, that form's data, and the uploaded papers."""

    procedure: ProcedureView
    filed: filing.Filing
    data: Mapping[str, Any]
    taken: Taken


@dataclass(frozen=True, slots=True)
class Prices:
    """What bringing the result costs, or why that is not known."""

    quotes: tuple[PostageQuote, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """What is wrong with a reception form. ``around``: sentences by field outside of the procedure's own form; ``fields``:
    errors in that form; ``problem``: what kept the office from opening the dossier."""

    around: Mapping[str, list[str]] = field(default_factory=dict)
    fields: FieldErrors = field(default_factory=dict)
    problem: CoreError | None = None

    @classmethod
    def of(cls, errors: FieldErrors) -> Wrong:
        around, fields = filing.split(errors)
        return cls(around=around, fields=fields)


@pages.get("/dossiers/new")
@guard.role("receiver")
def choose() -> str:
    """The procedures, by field, narrowed by what is typed."""
    typed = request.args.get("search", "").strip()[:200]
    known = [procedure for procedure in office().procedures.catalogue() if procedure.applied_for]
    offered = [procedure for procedure in known if procedure.found_by(typed)]
    template = "clerk/_procedures.html" if is_htmx() else "clerk/choose.html"
    return render_template(template, offered=offered, typed=typed)


@pages.get("/dossiers/new/<procedure>")
@guard.role("receiver")
def form(procedure: str) -> str:
    """The empty form."""
    chosen = office().procedures.get(procedure)
    desks = _desks()
    blank = filing.Filing(
        unit=desks[0].code if desks else "", channel=filing.channels(chosen)[0], return_by=chosen.return_by[0]
    )
    return _page(ReceptionForm(chosen, blank, {}, Taken()))


@pages.post("/dossiers/new/<procedure>")
@guard.role("receiver")
def receive(procedure: str) -> ResponseReturnValue:
    """Opens the dossier and leads to its receipt."""
    chosen = office().procedures.get(procedure)
    filed = filing.read(request.form)
    taken = uploads.take(None, {*filing.fields(chosen), *uploads.sent()})
    data = office().procedures.read_start_form(procedure, uploads.inputs(taken))
    if only_redraw():
        return _redrawn(ReceptionForm(chosen, filed, redrawn(data), taken))
    filled = ReceptionForm(chosen, filed, data, taken)
    reception = filed.reception(procedure, data, taken.all_ids())
    if taken.refused:
        return _again(filled, Wrong.of(_faults(reception)))
    key = sent_key() or new_key()
    try:
        view = office().reception.receive(reception, me(), key)
    except FormInvalid as error:
        return _again(filled, Wrong.of(error.fields))
    except BadValue as error:
        return _again(filled, Wrong(around={str(error.params.get("field", "")): [sentence(error)]}))
    except CoreError as error:
        return _again(filled, Wrong(problem=error))
    if view.receipt_secret:
        session["receipt"] = {"code": view.code, "key": key}  # what the secret is made of again, never the secret
    return see_other(url_for("receipt.show", code=view.code))


def _faults(reception: Reception) -> FieldErrors:
    """What the office finds wrong as well, so that one round tells everything."""
    try:
        return office().reception.faults(reception)
    except CoreError:  # not offered that way: told when the rest is right
        return {}


def _redrawn(form: ReceptionForm) -> ResponseReturnValue:
    if not is_htmx():
        return _page(form)
    if request.form.get(REFRESH) == POSTAGE:
        return render_template("clerk/_postage.html", postage=_postage(form.filed))
    view = office().procedures.start_form(form.procedure.code, form.data)
    return render_template("clerk/_form_body.html", form=view, refresh=request.path, file_names=_names(form.taken))


def _again(form: ReceptionForm, wrong: Wrong) -> Response:
    """The page with what was typed and what is wrong with it."""
    if isinstance(wrong.problem, KeyReused):
        key_is_spent()
    status = HTTP_STATUS_BY_KIND[wrong.problem.kind] if wrong.problem else 422
    return make_response(_page(form, wrong), status)


def _page(form: ReceptionForm, wrong: Wrong | None = None) -> str:
    wrong, taken = wrong or Wrong(), form.taken
    own = {name for name in taken.refused if not name.startswith(uploads.PAPER)}
    refused = {name: [FieldError("refused", {"message": words}) for words in taken.refused[name]] for name in own}
    errors = {**wrong.fields, **refused} or None
    return render_template(
        "clerk/reception.html",
        procedure=form.procedure,
        filed=form.filed,
        form=office().procedures.start_form(form.procedure.code, form.data or None, errors),
        desks=_desks(),
        channels=filing.channels(form.procedure),
        ways=office().reception.ways(),
        services=POST_SERVICES if "post" in form.procedure.return_by else (),
        taken=taken,
        file_names=_names(taken),
        errors=wrong.around,
        faults=filing.summary(form.procedure, wrong.around, taken.refused),
        titles=filing.TITLES,
        problem=sentence(wrong.problem) if wrong.problem else "",
        opened=wrong.problem.params["dossier"] if isinstance(wrong.problem, KeyReused) else None,
        unsure=isinstance(wrong.problem, ServiceUnavailable),
        refresh=request.path,
        postage=_postage(form.filed),
    )


def _postage(filed: filing.Filing) -> Prices | None:
    """The carriers' prices, where they were asked for. That they do not answer keeps nobody from receiving."""
    if request.form.get(REFRESH) != POSTAGE:
        return None
    try:
        return Prices(office().postage.quotes(filed.unit, filed.applicant.address, me()))
    except CoreError as error:
        return Prices(problem=sentence(error))


def _names(taken: Taken) -> Mapping[str, str]:
    return {**uploads.names_of(taken.all_ids()), **taken.names}


def _desks() -> list[Desk]:
    """The units this person may receive for."""
    return [Desk(held.unit_code, held.unit_name) for held in me().memberships if held.role == "receiver"]
