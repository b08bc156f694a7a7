"""The links in the bar of every public page, and the office's name."""

from __future__ import annotations

from typing import Any

from flask import Flask, request, url_for

from web.app_state import app_state
from web.i18n import gettext


def nav_links() -> list[dict[str, Any]]:
    """The bar's links; the one of this page is current."""
    named = [
        ("start", gettext("Start")),
        ("catalogue", gettext("Procedures")),
        ("track", gettext("Track a dossier")),
    ]
    here = {"procedure": "catalogue"}.get(request.endpoint or "", request.endpoint)
    return [{"label": label, "address": url_for(name), "current": name == here} for name, label in named]


def office_name() -> str:
    """The name of the topmost unit; empty where no unit has been set up yet."""
    return next((unit.name for unit in app_state().office.units.tree() if unit.parent_code is None), "")


def register(app: Flask) -> None:
    app.context_processor(lambda: {"nav_links": nav_links(), "home": url_for("start"), "office_name": office_name()})
