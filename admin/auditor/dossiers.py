"""The auditor's lists and histories: every event in words with its hashes, and the verdict on the chain."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template

from admin import values
from admin.dossier_list import render_list
from admin.history import in_words
from admin.request_context import me, office
from core.errors.base import CoreError
from core.services.audit.views import SheetView
from web import guard
from web.times import now

pages = Blueprint("audit", __name__)


@pages.get("/audit")
@guard.role("auditor")
def listing() -> str:
    """All dossiers of the auditor's units."""
    return render_list("audit.listing", "audit.history", "auditor/dossiers.html")


@pages.get("/audit/<code>")
@guard.role("auditor")
def history(code: str) -> str:
    """One dossier's chain, checked now."""
    sheet = office().audit.sheet(code, me())
    told = in_words(sheet.events, sheet.diagram, _labels(sheet))
    return render_template("auditor/history.html", dossier=sheet, verdict=sheet.verdict, told=told, now=now())


def _labels(sheet: SheetView) -> Mapping[str, values.Label]:
    """The words of the forms, if the procedure's files can be read."""
    if sheet.version is None:
        return {}
    try:
        return values.labels(office().procedures.get(sheet.procedure, sheet.version))
    except (CoreError, ValueError):
        return {}
