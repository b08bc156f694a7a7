"""The outside systems: how calls to each go, and pausing the calls of a topic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin.request_context import me, office, reason, sentence
from admin.template_texts import doer
from core.domain.channels import PUSH_SYSTEM, SYSTEMS, TellBy
from core.errors.requests import BadValue, NotFound
from core.services.views.outside import SystemView
from web import guard
from web.i18n import gettext as _
from web.i18n import language
from web.request_helpers import see_other

#: systems that share their topic with the mail server
GATEWAYS: Final[Mapping[str, Callable[[], str]]] = {
    SYSTEMS[TellBy.SMS]: lambda: _("The gateway of text messages"),
    SYSTEMS[TellBy.OA]: lambda: _("The official account of a messenger"),
    PUSH_SYSTEM: lambda: _("The push services of browsers"),
}
pages = Blueprint("outside_systems", __name__)


@pages.get("/outside-systems")
@guard.role("admin", "head", "leader")
def listing() -> str:
    """Every system with its topics: what waits, what went well, what did not, and what is paused."""
    return _page()


@pages.post("/outside-systems/<topic>/pause")
@guard.role("admin")
def pause(topic: str) -> ResponseReturnValue:
    """Lets the calls of a topic wait; a reason that is missing is asked for where it was to stand."""
    try:
        office().outside_systems.pause(topic, request.form.get("reason", ""), me())
    except BadValue as error:
        return _page(topic, reason(error)), 422
    except NotFound as error:
        return _page(problem=sentence(error)), 404
    flash(_("Paused. Calls wait here and go by themselves once they are resumed; nothing is lost."), "success")
    return see_other(url_for("outside_systems.listing"))


@pages.post("/outside-systems/<topic>/resume")
@guard.role("admin")
def resume(topic: str) -> ResponseReturnValue:
    """Lets the calls of a topic go again."""
    try:
        office().outside_systems.resume(topic, me())
    except NotFound as error:
        return _page(problem=sentence(error)), 404
    flash(_("Resumed. What waited goes now, the oldest first."), "success")
    return see_other(url_for("outside_systems.listing"))


def _page(wrong: str = "", problem: str = "") -> str:
    """``problem``: what is wrong with the reason given for the topic ``wrong``, or with the request."""
    systems = sorted(office().outside_systems.overview(me()), key=_calm)
    return render_template(
        "administration/outside_systems.html",
        systems=systems,
        named={one.name: _name(one) for one in systems},
        called={topic.topic: called(topic.topic) for one in systems for topic in one.topics},
        limits={one.name: at_most(one) for one in systems},
        told={one.name: one.error.get(language(), "") for one in systems if one.error},
        hooks=office().webhook_counts.figures(),
        may_pause=office().outside_systems.may_pause(me()),
        wrong=wrong,
        problem=problem,
        typed=request.form.get("reason", ""),
    )


def at_most(system: SystemView) -> str:
    """How many calls the system gets at most, in words."""
    if system.rate is None:
        return ""
    calls, unit = system.rate
    return {
        "s": lambda: _("At most %(number)s calls a second.", number=calls),
        "m": lambda: _("At most %(number)s calls a minute.", number=calls),
        "h": lambda: _("At most %(number)s calls an hour.", number=calls),
    }[unit]()


def _calm(system: SystemView) -> tuple[bool, bool, bool]:
    """What needs somebody's eye stands above the rest."""
    paused = any(topic.pause for topic in system.topics)
    return system.state != "open", not paused, system.state != "failing"


def _name(system: SystemView) -> str:
    """The system in words, by who carries out its first topic."""
    if not system.topics:
        return GATEWAYS[system.name]()
    words = doer(system.topics[0].topic)
    return f"{words[:1].upper()}{words[1:]}"


def called(topic: str) -> str:
    """What a topic does, in words; of one nobody knows any more nothing."""
    contract = office().topics.contract(topic)
    return contract.name.in_language(language()) if contract else ""
