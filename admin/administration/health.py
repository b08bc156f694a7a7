"""The health of the system, in words: each check of the office, and what to do where one fails."""

from __future__ import annotations

from flask import Blueprint, render_template

from admin.request_context import office
from core.errors.base import Reason
from core.services.health import FINE, NOTICES
from web import guard
from web.i18n import gettext as _
from web.i18n import language
from web.messages import translate

pages = Blueprint("health", __name__)
NAMES = {
    "database": lambda: _("Database"),
    "migrations": lambda: _("Schema of the database"),
    "queue": lambda: _("Queue server"),
    "worker": lambda: _("Workers, who call the outside"),
    "relay": lambda: _("Hand-over of calls to the workers"),
    "readings": lambda: _("Readings of other systems"),
    "connectors": lambda: _("Connections to the outside"),
    "outside systems": lambda: _("Outside systems"),
    "paused topics": lambda: _("Paused calls"),
    "scanner": lambda: _("Virus scanner"),
    "blobs": lambda: _("Storage of papers"),
    "second factor": lambda: _("Second factor"),
    "calendar": lambda: _("Days off of the year"),
    "working days": lambda: _("Days entered in the working calendar"),
}


@pages.get("/system")
@guard.role("admin")
def show() -> str:
    """Every check with its result."""
    checks = [
        (NAMES[name]() if name in NAMES else name, _tone(name, result), _words(result))
        for name, result in office().health.checks().items()
    ]
    return render_template("administration/health.html", checks=checks)


def _tone(name: str, result: str) -> str:
    return "fine" if result == FINE else "soon" if name in NOTICES else "late"


def _words(result: str) -> str:
    return translate(result.template, result.params, language()) if isinstance(result, Reason) else result
