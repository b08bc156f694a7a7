"""Lateness, statuses, roles, channels and states in a clerk's words, each with its icon. The rules are core's."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask
from markupsafe import Markup

from core.domain import deadlines, roles, statuses
from core.domain.calendar import CalendarMissing
from core.domain.channels import TellBy
from core.domain.states import ANY_STATE, IncidentState, TaskState
from core.domain.statuses import Status
from core.services.views.diagrams import DiagramView
from web import times
from web.app_state import app_state
from web.i18n import gettext, language, lazy_gettext, ngettext

TONES = {
    Status.REFUSED: ("stop", "stop"),
    Status.SUPPLEMENT: ("wait", "pause"),
    Status.PAYMENT: ("wait", "pause"),
    Status.WITHDRAWAL: ("wait", "back"),
    Status.STOPPED: ("stop", "stop"),
    Status.DONE: ("done", "check"),
    Status.RETURNED: ("done", "check"),
}
CHANNELS = {
    "counter": lazy_gettext("at the counter"),
    "online": lazy_gettext("online"),
    "post": lazy_gettext("by post"),
}
#: neutral states of a parcel, whoever carries it
PARCELS = {
    "created": lazy_gettext("ordered from the post"),
    "accepted": lazy_gettext("taken over by the post"),
    "picked-up": lazy_gettext("fetched by the post"),
    "in-transit": lazy_gettext("on its way"),
    "out-for-delivery": lazy_gettext("being delivered"),
    "delivered": lazy_gettext("delivered"),
    "failed": lazy_gettext("could not be delivered"),
    "returning": lazy_gettext("on its way back to the office"),
    "returned": lazy_gettext("back at the office"),
    "cancelled": lazy_gettext("cancelled, still at the office"),
    "lost": lazy_gettext("lost by the post"),
}
#: the same of papers that are fetched from the applicant, where the words differ
COLLECTIONS = {
    "created": lazy_gettext("the post is to fetch the papers"),
    "accepted": lazy_gettext("fetched by the post"),
    "delivered": lazy_gettext("at the reception desk"),
    "failed": lazy_gettext("could not be fetched or brought"),
    "returning": lazy_gettext("on their way back to the applicant"),
    "returned": lazy_gettext("back with the applicant"),
    "cancelled": lazy_gettext("cancelled, the papers are with the applicant"),
}
SERVICES = {"standard": lazy_gettext("standard service"), "express": lazy_gettext("express service")}
TELL_BY = {
    TellBy.EMAIL: lazy_gettext("e-mail"),
    TellBy.SMS: lazy_gettext("text message (SMS)"),
    TellBy.OA: lazy_gettext("Zalo message"),
    TellBy.NONE: lazy_gettext("nothing is to be sent"),
}
#: those in which the receiver has nothing and somebody has to do something
UNDELIVERED = ("returned", "cancelled", "lost")
PAPERS = {"original": lazy_gettext("original"), "copy": lazy_gettext("copy"), "electronic": lazy_gettext("electronic")}
STATES = {
    TaskState.OPEN: lazy_gettext("in work"),
    "waiting": lazy_gettext("waiting for an answer"),
    "running": lazy_gettext("in work"),
    TaskState.COMPLETED: lazy_gettext("done"),
    TaskState.CANCELLED: lazy_gettext("dropped"),
    "failed": lazy_gettext("stopped by a fault"),
    IncidentState.RESOLVED: lazy_gettext("settled"),
}


@dataclass(frozen=True, slots=True)
class Lateness:
    """``tone`` is late, soon, fine or plain; the words say the same."""

    tone: str
    icon: str
    words: str


def lateness(due: datetime | None, finished: datetime | None = None, paused: bool = False) -> Lateness | None:
    """How a due moment stands now, in words: “Còn 3 giờ làm việc”, “Quá hạn 2 ngày làm việc”. None without one."""
    if due is None:
        return None
    if finished is not None:
        return _finished(due, finished)
    if paused:
        return Lateness("plain", "pause", gettext("The clock stands still"))
    now, calendar = times.now(), app_state().office.context.calendars.of(None)
    try:
        left, level = deadlines.remaining(due, now, calendar), deadlines.lateness(due, now, calendar=calendar)
    except CalendarMissing:  # no working days are known so far ahead: the date itself is what can be said
        return Lateness("late" if due < now else "plain", "clock", gettext("Due %(when)s", when=times.day(due)))
    if level == "late":
        return Lateness("late", "warn", gettext("Late by %(span)s", span=_span(left)))
    return Lateness(level or "fine", "clock", gettext("%(span)s left", span=_span(left)))


def _finished(due: datetime, finished: datetime) -> Lateness:
    if deadlines.lateness(due, finished, finished=finished) == "late":
        return Lateness("late", "warn", gettext("Finished late"))
    return Lateness("fine", "check", gettext("Finished in time"))


def _span(left: deadlines.Remaining) -> str:
    if left.unit == "day":
        return ngettext("%(num)s working day", "%(num)s working days", left.number)
    if left.unit == "hour":
        return ngettext("%(num)s working hour", "%(num)s working hours", left.number)
    return ngettext("%(num)s working minute", "%(num)s working minutes", left.number)


def status_name(number: int) -> str:
    """The national status in words."""
    return statuses.name(number, language())


def role_name(role: str) -> str:
    """A role in words; a role of the office's own keeps its name."""
    return roles.label(role, language())


def channel_name(channel: str) -> str:
    """How a dossier came in, or how its result goes out."""
    return str(CHANNELS.get(channel, channel))


def paper_kind(kind: str) -> str:
    """Whether a paper is handed in as original, copy or file, in words."""
    return str(PAPERS.get(kind, kind))


def parcel_state(state: str, direction: str = "return") -> str:
    """The neutral state of a parcel in words; “other”, of which only the post's own words say something, stays a dash."""
    known = {**PARCELS, **COLLECTIONS} if direction == "collect" else PARCELS
    return str(known.get(state, "–"))


def tell_by(way: str) -> str:
    """How an applicant is told."""
    return str(TELL_BY[TellBy(way)])


def postal_service(service: str) -> str:
    """The class of a postal service in words; one of a diagram's own keeps its name."""
    return str(SERVICES.get(service, service))


def step_state(state: str) -> str:
    """The state of a task or step in words."""
    return str(STATES.get(state, state))


def diagram_data(view: DiagramView) -> str:
    """What the viewer island draws, as JSON that is safe inside a ``<script type="application/json">``."""
    data: dict[str, Any] = {
        "xml": view.xml.decode("utf-8"),
        "passed": list(view.passed),
        "flows": list(view.flows),
        "current": list(view.current),
    }
    text = json.dumps(data, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def register(app: Flask) -> None:
    app.jinja_env.globals.update(
        lateness_of=lateness,
        status_name=status_name,
        status_tone=lambda number: TONES.get(number, ("run", "clock"))[0],
        status_icon=lambda number: TONES.get(number, ("run", "clock"))[1],
        role_name=role_name,
        channel_name=channel_name,
        paper_kind=paper_kind,
        step_state=step_state,
        parcel_state=parcel_state,
        postal_service=postal_service,
        tell_by=tell_by,
        UNDELIVERED=UNDELIVERED,
        TaskState=TaskState,
        IncidentState=IncidentState,
        ANY_STATE=ANY_STATE,
        diagram_data=lambda view: Markup(diagram_data(view)),
    )
