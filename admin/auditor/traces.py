"""The auditor's traces: who read what, and what happened in the office; filters in the address, keyset pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for

from admin import trace_words
from admin.clerk import filters
from admin.desk import me, office
from core.services.access import PARTS
from core.services.evidence_views import AccessFilter, EntryFilter
from web import guard
from web.times import now

pages = Blueprint("traces", __name__)
SIZE = 50
PERIOD = ("first", "last")


@pages.get("/audit/accesses")
@guard.role("auditor")
def accesses() -> str:
    """Who read whose data, when, why and how."""
    args = request.args
    part = args.get("part", "")
    wanted = AccessFilter(
        person=_text("person"),
        dossier=_text("dossier").upper(),
        part=part if part in PARTS else "",
        first=_day(args, "first"),
        last=_day(args, "last"),
    )
    page = office().traces.accesses(wanted, me(), args.get("after") or None, SIZE)
    return _page("traces.accesses", "auditor/accesses.html", page, wanted, ("person", "dossier", "part"))


@pages.get("/audit/journal")
@guard.role("auditor")
def journal() -> str:
    """Logins, roles, tokens, deployments and the like, as they were recorded."""
    args = request.args
    kind = args.get("kind", "")
    wanted = EntryFilter(
        person=_text("person"),
        kind=kind if kind in trace_words.GROUPS else "",
        first=_day(args, "first"),
        last=_day(args, "last"),
    )
    page = office().traces.journal(wanted, me(), args.get("after") or None, SIZE)
    verdicts = office().audit.verify_office(me()) if args.get("check") else ()
    more = {"verdicts": verdicts, "whole": office().traces.whole(me())}
    return _page("traces.journal", "auditor/journal.html", page, wanted, ("person", "kind"), **more)


def _page(here: str, template: str, page: Any, wanted: Any, names: tuple[str, ...], **more: Any) -> str:
    said: dict[str, Any] = filters.said(request.args, *names, *PERIOD)
    return render_template(
        template,
        page=page,
        wanted=wanted,
        said=said,
        here_endpoint=here,
        units={unit.code: unit.name for unit in office().units.tree()},
        words=trace_words,
        parts=PARTS,
        now=now(),
        next_address=url_for(here, **said, after=page.next) if page.next else "",
        first_address=url_for(here, **said) if request.args.get("after") else "",
        **more,
    )


def _text(name: str) -> str:
    return filters.said(request.args, name).get(name, "")


def _day(args: Mapping[str, str], name: str) -> date | None:
    """A day of the address; what is none is left out, as with every filter."""
    try:
        return date.fromisoformat(args.get(name, ""))
    except ValueError:
        return None
