"""The health of the system, in words: each check of the office, and what to do where one fails."""

from __future__ import annotations

from flask import Blueprint, render_template

from admin.desk import office
from web import guard
from web.i18n import gettext as _

pages = Blueprint("health", __name__)
NAMES = {
    "database": lambda: _("Database"),
    "migrations": lambda: _("Schema of the database"),
    "redis": lambda: _("Queue server"),
    "relay": lambda: _("Hand-over of calls to the workers"),
    "timers": lambda: _("Time limits"),
    "blobs": lambda: _("Storage of papers"),
}


@pages.get("/system")
@guard.role("admin")
def show() -> str:
    """Every check with its result."""
    checks = [(NAMES[name]() if name in NAMES else name, str(result)) for name, result in office().health().items()]
    return render_template("administration/health.html", checks=checks)
