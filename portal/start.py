"""The first public page: the two things people come for, and the fields of the office's work."""

from __future__ import annotations

from collections import Counter

from flask import Flask, render_template

from web.app_state import app_state
from web.guards import guard


@guard.public
def start() -> str:
    """GET / — tracking, the catalogue, and its fields with how many procedures each has."""
    procedures = [procedure for procedure in app_state().office.procedures.catalogue() if procedure.applied_for]
    counts = Counter((view.field_code, view.field) for view in procedures)
    fields = [{"code": code, "name": name, "count": count} for (code, name), count in sorted(counts.items())]
    return render_template("start.html", fields=fields, total=len(procedures))


def register(app: Flask) -> None:
    app.add_url_rule("/", "start", start)
