"""The auditor's traces: who read what, and what happened in the office; filters in the address, keyset pages."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from admin import filters, journal_sentences, trace_words
from admin.request_context import me, office
from core.domain import roles
from core.services.audit.views import AccessFilter, EntryFilter, HeldFilter
from core.services.evidence.access import PARTS
from web import guard
from web.times import now

pages = Blueprint("traces", __name__)
SIZE = 50
PERIOD = ("first", "last", "day")


@pages.get("/audit/accesses")
@guard.role("auditor")
def accesses() -> str:
    """Who read whose data, when, why and how."""
    read = filters.FilterReader(request.args)
    first, last = read.period()
    wanted = AccessFilter(
        person=read.text("person") or "",
        dossier=(read.text("dossier") or "").upper(),
        part=read.one_of("part", PARTS) or "",
        first=first,
        last=last,
    )
    page = office().traces.accesses(wanted, me(), request.args.get("after") or None, SIZE)
    return _page("traces.accesses", "auditor/accesses.html", page, wanted, read)


@pages.get("/audit/journal")
@guard.role("auditor")
def journal() -> str:
    """Logins, roles, tokens, deployments and the like, as they were recorded."""
    read = filters.FilterReader(request.args)
    first, last = read.period()
    wanted = EntryFilter(
        person=read.text("person") or "",
        kind=read.one_of("kind", tuple(trace_words.GROUPS)) or "",
        first=first,
        last=last,
    )
    page = office().traces.journal(wanted, me(), request.args.get("after") or None, SIZE)
    verdicts = office().audit.verify_office(me()) if request.args.get("check") else ()
    more = {"verdicts": verdicts, "whole": office().traces.whole(me())}
    return _page("traces.journal", "auditor/journal.html", page, wanted, read, **more)


@pages.get("/audit/rights")
@guard.role("auditor")
def rights() -> str:
    """Who holds which role where, since when and by whom, as of a day."""
    read = filters.FilterReader(request.args)
    wanted = HeldFilter(
        person=read.text("person") or "",
        role=read.text("role") or "",
        unit=read.text("unit") or "",
        day=read.day("day"),
    )
    page = office().holdings.page(wanted, me(), request.args.get("after") or None, SIZE)
    return _page("traces.rights", "auditor/rights.html", page, wanted, read, roles=roles.LABELS)


def _page(here: str, template: str, page: Any, wanted: Any, read: filters.FilterReader, **more: Any) -> str:
    said: dict[str, Any] = read.said
    return render_template(
        template,
        page=page,
        wanted=wanted,
        said=said,
        shown=trace_words.narrowed(said),
        typed={name: read.typed(name) if name in read.faults else read.said.get(name, "") for name in PERIOD},
        faults=read.faults,
        here_endpoint=here,
        units={unit.code: unit.name for unit in office().units.tree()},
        words=trace_words,
        sentences=journal_sentences,
        parts=PARTS,
        now=now(),
        next_address=url_for(here, **said, after=page.next) if page.next else "",
        first_address=url_for(here, **said) if request.args.get("after") else "",
        **more,
    )
