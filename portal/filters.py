"""Words of the public pages that a template asks for: fees, kinds of papers, levels, the name in the page's language."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask

from core.services.views.procedures import ProcedureView
from web.forms import Fault
from web.i18n import gettext, language, lazy_gettext
from web.times import money

LEVELS = {"province": lazy_gettext("province"), "commune": lazy_gettext("commune")}


def procedure_name(view: ProcedureView) -> str:
    """The English name on an English page where there is one, else the official one."""
    return view.name_en if language() == "en" and view.name_en else view.name


def fee_words(view: ProcedureView) -> str:
    """The fee in đồng, that there is none, or that a note says what it is."""
    if view.fee:
        return money(view.fee)
    return gettext("fee as ruled locally") if view.fee_note else gettext("no fee")


def track_faults(errors: Mapping[str, str], labels: Mapping[str, str]) -> list[Fault]:
    """The errors of the tracking form for the summary on top."""
    return [Fault(f"f-{name}", labels[name], text) for name, text in errors.items()]


def register(app: Flask) -> None:
    app.jinja_env.globals.update(
        procedure_name=procedure_name,
        fee_words=fee_words,
        track_faults=track_faults,
        level_name=lambda level: str(LEVELS.get(level, level)),
    )
