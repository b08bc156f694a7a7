"""The public posting of procedures (niêm yết công khai): papers, time, fee, law and steps of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flask import Flask, render_template, request

from core.domain.text import fold
from core.errors.procedures import ProcedureUnknown
from core.services.views.procedures import ProcedureView
from web.app_state import app_state
from web.guards import guard


class WorkField(NamedTuple):
    """A field of the office's work (lĩnh vực)."""

    code: str
    name: str


@guard.public
def catalogue() -> str:
    """GET /procedures — all procedures; ``search`` and ``field`` in the address narrow the list."""
    everything = [procedure for procedure in app_state().office.procedures.catalogue() if procedure.applied_for]
    search, field = request.args.get("search", "").strip()[:200], request.args.get("field", "")
    found = [view for view in everything if (not field or view.field_code == field) and view.found_by(search)]
    return render_template("catalogue.html", procedures=found, fields=_fields(everything), search=search, field=field)


@guard.public
def procedure(code: str) -> str:
    """GET /procedures/<code> — one procedure that can be applied for; the newest version, which is the one in force."""
    office = app_state().office
    view = office.procedures.get(code)
    if not view.applied_for:
        raise ProcedureUnknown(procedure=code)
    return render_template("procedure.html", view=view, steps=office.procedures.steps(code))


def _fields(views: Iterable[ProcedureView]) -> Sequence[WorkField]:
    return sorted({WorkField(view.field_code, view.field) for view in views}, key=lambda field: fold(field.name))


def register(app: Flask) -> None:
    app.add_url_rule("/procedures", "catalogue", catalogue)
    app.add_url_rule("/procedures/<code>", "procedure", procedure)
