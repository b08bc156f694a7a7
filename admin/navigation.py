"""The few places each role has, with what waits there. Shows the way only: every route guards itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for

from admin.desk import is_clerk, office
from core.services.views.actors import Actor
from web.i18n import gettext as _
from web.session import current_actor


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the left bar; ``count`` is what waits there, None where nothing is counted."""

    label: str
    address: str
    current: bool
    count: int | None = None


class Places:
    """The places of a person, worked out when a page lists them: a fragment that does not costs no query."""

    def __init__(self, actor: Actor | None) -> None:
        self._actor = actor

    def __iter__(self) -> Iterator[Place]:
        if self._actor is not None:
            yield from _places(self._actor)


def _places(actor: Actor) -> Iterator[Place]:
    yield _place(_("Start"), "home.start")
    if is_clerk(actor):
        yield from _clerk(actor)
    if actor.holds("auditor"):
        yield _place(_("Audit"), "audit.listing")
    if actor.holds("designer"):
        yield _place(_("Procedures"), "designer.listing")
    if actor.holds("admin"):
        yield from _administration(actor)


def _clerk(actor: Actor) -> Iterator[Place]:
    counts = office().queue.counts(actor)
    yield _place(_("Tasks"), "queue.listing", counts["mine"] + counts["open"])
    if actor.holds("receiver"):
        yield _place(_("Receive a dossier"), "reception.choose")
    yield _place(_("Dossiers"), "dossiers.listing")


def _administration(actor: Actor) -> Iterator[Place]:
    yield _place(_("Incidents"), "incidents.listing", office().incidents.waiting(actor))
    yield _place(_("People"), "people.listing")
    yield _place(_("System"), "health.show")


def _place(label: str, endpoint: str, count: int | None = None) -> Place:
    here = (request.endpoint or "").partition(".")[0]
    return Place(label, url_for(endpoint), HOMES.get(here, here) == endpoint.partition(".")[0], count)


#: Pages that belong to a place of another name.
HOMES = {
    "traces": "audit",
    "task": "queue",
    "dossier": "dossiers",
    "receipt": "dossiers",
    "upload": "designer",
    "diagram": "designer",
    "access": "people",
}


def _surroundings() -> dict[str, Any]:
    return {
        "home": url_for("home.start"),
        "places": Places(current_actor()),
        "search_address": url_for("search.show"),
        "search_value": request.args.get("search", "") if request.endpoint == "search.show" else "",
        "account_address": url_for("own.show"),
        "sign_out_address": url_for("account.logout"),
    }


def register(app: Flask) -> None:
    app.context_processor(_surroundings)
