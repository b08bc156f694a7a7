"""The links of the left bar by role, with the number of things waiting. Grants nothing: every route has its own guard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for

from admin.request_context import is_clerk, office
from core.services.correspondence.register import WRITERS
from core.services.outside.manifests import DESK
from core.services.outside.systems import READERS
from core.services.payments.borders import CASHIERS
from core.services.running.incidents import ROLES as LOOK_AFTER_INCIDENTS
from core.services.views.actors import Actor
from web.i18n import gettext as _
from web.session import current_actor


@dataclass(frozen=True, slots=True)
class NavLink:
    """A link of the left bar; ``count``: how many things wait there, None where nothing is counted."""

    label: str
    address: str
    current: bool
    count: int | None = None


class NavLinks:
    """The links of a person, computed only if the page lists them: a fragment without the bar costs no query."""

    def __init__(self, actor: Actor | None) -> None:
        self._actor = actor

    def __iter__(self) -> Iterator[NavLink]:
        if self._actor is not None:
            yield from _links(self._actor)


def _links(actor: Actor) -> Iterator[NavLink]:
    yield _link(_("Start"), "home.start")
    if is_clerk(actor):
        yield from _clerk(actor)
    if actor.holds(*WRITERS):
        yield _link(_("Official letters"), "register.listing", office().correspondence.waiting(actor))
    if actor.holds("auditor"):
        yield _link(_("Audit"), "audit.listing")
    if actor.holds("designer"):
        yield _link(_("Procedures"), "designer.listing")
    if actor.holds("designer", "admin"):
        yield _link(_("Letter templates"), "letter_texts.listing")
    if actor.holds(*LOOK_AFTER_INCIDENTS):
        yield _link(_("Incidents"), "incidents.listing", office().incidents.waiting(actor))
    if actor.holds(*READERS):
        yield _link(_("Outside systems"), "outside_systems.listing")
    if actor.holds("admin"):
        yield from _administration(actor)


def _clerk(actor: Actor) -> Iterator[NavLink]:
    counts = office().queue.counts(actor)
    yield _link(_("Tasks"), "queue.listing", counts["mine"] + counts["open"])
    if actor.holds("receiver"):
        yield _link(_("Receive a dossier"), "reception.choose")
    yield _link(_("Dossiers"), "dossiers.listing")
    if actor.holds(*DESK):
        yield _link(_("Post"), "parcels.listing", office().manifests.count(actor))
        yield _link(_("Call or write"), "untold.listing", office().untold.count(actor))
    if actor.holds(*CASHIERS):
        yield _link(_("Money"), "payments.listing")


def _administration(actor: Actor) -> Iterator[NavLink]:
    if (waiting := office().inbox.waiting(actor)) is not None:
        yield _link(_("Inbox"), "inbox.listing", waiting)
    yield _link(_("Webhooks"), "webhooks.listing", office().webhooks.failing(actor))
    yield _link(_("People"), "people.listing")
    yield _link(_("System"), "health.show")


def _link(label: str, endpoint: str, count: int | None = None) -> NavLink:
    here = (request.endpoint or "").partition(".")[0]
    return NavLink(label, url_for(endpoint), HOMES.get(here, here) == endpoint.partition(".")[0], count)


#: Blueprint → the blueprint whose link is shown as current on its pages.
HOMES = {
    "traces": "audit",
    "task": "queue",
    "dossier": "dossiers",
    "receipt": "dossiers",
    "upload": "designer",
    "diagram": "designer",
    "letters": "designer",
    "access": "people",
    "deliveries": "webhooks",
}


class Unread:
    """How much is unread, counted only where the page shows it."""

    def __init__(self, actor: Actor | None) -> None:
        self._actor = actor

    def count(self) -> int:
        """One count on an index."""
        return 0 if self._actor is None else office().bell.unread(self._actor)


def _layout_values() -> dict[str, Any]:
    return {
        "home": url_for("home.start"),
        "nav_links": NavLinks(current_actor()),
        "search_address": url_for("search.show"),
        "search_value": request.args.get("search", "") if request.endpoint == "search.show" else "",
        "account_address": url_for("own.show"),
        "bell_address": url_for("bell.listing"),
        "bell": Unread(current_actor()),
        "sign_out_address": url_for("account.logout"),
    }


def register(app: Flask) -> None:
    app.context_processor(_layout_values)
