"""Receiving a dossier: choose the procedure, fill in the applicant and the form, attach the papers, say how it comes back.

What is wrong is told beside each field, and everything typed and attached stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from admin import uploads
from admin.clerk import filing
from admin.desk import me, office, sentence
from admin.uploads import Taken
from core.errors.base import CoreError
from core.errors.database import ServiceUnavailable
from core.errors.forms import FieldError, FieldErrors, FormInvalid
from core.errors.requests import BadValue, KeyReused
from core.services.views.dossiers import Reception
from core.services.views.procedures import ProcedureView
from web import guard
from web.forms import key_is_spent, only_redraw, redrawn
from web.requests import is_htmx, new_key, see_other, sent_key
from web.statuses import STATUS

pages = Blueprint("reception", __name__)


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
    blank = filing.Filing(
        unit=_desks()[0][0] if _desks() else "", channel=filing.channels(chosen)[0], return_by=chosen.return_by[0]
    )
    return _page(chosen, blank, {}, {}, Taken())


@pages.post("/dossiers/new/<procedure>")
@guard.role("receiver")
def receive(procedure: str) -> ResponseReturnValue:
    """Opens the dossier and leads to its receipt."""
    chosen = office().procedures.get(procedure)
    filed = filing.read(request.form)
    taken = uploads.take(None, {*filing.fields(chosen), *uploads.sent()})
    data = office().procedures.read_start_form(procedure, uploads.inputs(taken))
    if only_redraw():
        return _redrawn(chosen, filed, redrawn(data), taken)
    reception = filed.reception(procedure, data, taken.all_ids())
    if taken.refused:
        said, fields = filing.told(_faults(reception))
        return _again(chosen, filed, data, taken, errors=said, fields=fields)
    key = sent_key() or new_key()
    try:
        view = office().reception.receive(reception, me(), key)
    except FormInvalid as error:
        said, fields = filing.told(error.fields)
        return _again(chosen, filed, data, taken, errors=said, fields=fields)
    except BadValue as error:
        place = str(error.params.get("field", ""))
        return _again(chosen, filed, data, taken, errors={place: [sentence(error)]})
    except CoreError as error:
        return _again(chosen, filed, data, taken, problem=error)
    if view.receipt_secret:
        session["receipt"] = {"code": view.code, "key": key}  # what the secret is made of again, never the secret
    return see_other(url_for("receipt.show", code=view.code))


def _faults(reception: Reception) -> FieldErrors:
    """What the office finds wrong as well, so that one round tells everything."""
    try:
        return office().reception.faults(reception)
    except CoreError:  # not offered that way: told when the rest is right
        return {}


def _redrawn(chosen: ProcedureView, filed: filing.Filing, data: Mapping[str, Any], taken: Taken) -> ResponseReturnValue:
    if not is_htmx():
        return _page(chosen, filed, data, {}, taken)
    view = office().procedures.start_form(chosen.code, data)
    return render_template("clerk/_form_body.html", form=view, refresh=request.path, file_names=_names(taken))


def _again(
    chosen: ProcedureView,
    filed: filing.Filing,
    data: Mapping[str, Any],
    taken: Taken,
    *,
    errors: Mapping[str, list[str]] | None = None,
    fields: FieldErrors | None = None,
    problem: CoreError | None = None,
) -> Response:
    if isinstance(problem, KeyReused):
        key_is_spent()
    page = _page(chosen, filed, data, fields or {}, taken, errors or {}, problem)
    return make_response(page, STATUS[problem.kind] if problem else 422)


def _page(
    chosen: ProcedureView,
    filed: filing.Filing,
    data: Mapping[str, Any],
    fields: FieldErrors,
    taken: Taken,
    errors: Mapping[str, list[str]] | None = None,
    problem: CoreError | None = None,
) -> str:
    own = {name for name in taken.refused if not name.startswith(uploads.PAPER)}
    refused = {name: [FieldError("refused", {"message": words}) for words in taken.refused[name]] for name in own}
    return render_template(
        "clerk/reception.html",
        procedure=chosen,
        filed=filed,
        form=office().procedures.start_form(chosen.code, data or None, {**fields, **refused} or None),
        desks=_desks(),
        channels=filing.channels(chosen),
        taken=taken,
        file_names=_names(taken),
        errors=errors or {},
        faults=filing.summary(chosen, errors or {}, taken.refused),
        titles=filing.TITLES,
        problem=sentence(problem) if problem else "",
        opened=problem.params["dossier"] if isinstance(problem, KeyReused) else None,
        unsure=isinstance(problem, ServiceUnavailable),
        refresh=request.path,
    )


def _names(taken: Taken) -> Mapping[str, str]:
    return {**uploads.names_of(taken.all_ids()), **taken.names}


def _desks() -> list[tuple[str, str]]:
    """The units this person may receive for: code and name."""
    return [(held.unit_code, held.unit_name) for held in me().memberships if held.role == "receiver"]
