"""Events of the history as sentences, one for each kind, and what the step changed. Shows what is recorded, checks nothing."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from admin import letter_words
from admin.payment_words import difference, settlement
from admin.request_context import office
from core.domain.states import Settlement
from core.domain.untold import Way
from core.services.views.events import EventView
from web import times
from web.i18n import gettext as _
from web.i18n import language
from web.times import money

log = logging.getLogger("motcua.events")
Payload = Mapping[str, Any]
Names = Mapping[str, str]

SENTENCES: Mapping[str, Callable[[Payload, Names], str]] = {
    "clerk.dossier.received": lambda p, n: _("Received the dossier"),
    "clerk.receipt.printed": lambda p, n: _("Printed the receipt"),
    "clerk.task.claimed": lambda p, n: _("Took the task “%(task)s”", task=p.get("name", "")),
    "clerk.task.unclaimed": lambda p, n: _("Gave the task “%(task)s” back", task=p.get("name", "")),
    "clerk.task.completed": lambda p, n: _("Completed the task “%(task)s”", task=p.get("name", "")),
    "clerk.document.added": lambda p, n: _("Added the paper “%(name)s”", name=p.get("name", "")),
    "clerk.parcel.corrected": lambda p, n: _(
        "Put the address of parcel %(parcel)s right before it was handed over: %(reason)s",
        parcel=p.get("parcel", ""),
        reason=p.get("reason", ""),
    ),
    "clerk.parcel.cancelled": lambda p, n: _(
        "Took the order of parcel %(parcel)s back before it was handed over: %(reason)s",
        parcel=p.get("parcel", ""),
        reason=p.get("reason", ""),
    ),
    "clerk.parcel.handed-over": lambda p, n: _(
        "Handed parcel %(parcels)s over to %(person)s of %(carrier)s, manifest %(manifest)s",
        parcels=", ".join(p.get("parcels", ())),
        person=p.get("person", ""),
        carrier=p.get("carrier", ""),
        manifest=p.get("manifest", ""),
    ),
    "clerk.payment.taken": lambda p, n: _(
        "Took %(amount)s at the desk, receipt %(receipt)s",
        amount=money(p.get("amount", 0)),
        receipt=p.get("receipt", ""),
    ),
    "clerk.payment.refunded": lambda p, n: _(
        "Gave %(amount)s back, receipt %(receipt)s", amount=money(p.get("amount", 0)), receipt=p.get("receipt", "")
    ),
    "clerk.payment.settled": lambda p, n: _("Settled money that did not add up: %(note)s", note=p.get("note", "")),
    "worker.payment.received": lambda p, n: _(
        "%(amount)s came in online, receipt %(receipt)s", amount=money(p.get("amount", 0)), receipt=p.get("receipt", "")
    ),
    "worker.payment.differs": lambda p, n: _(
        "The payment platform reported %(amount)s, which was not booked", amount=money(p.get("amount", 0))
    ),
    "worker.message.delivered": lambda p, n: _("The message reached the applicant's telephone"),
    "worker.message.failed": lambda p, n: _("The message did not reach the applicant's telephone"),
    "worker.payment.withdrawn": lambda p, n: _(
        "The payment platform no longer takes the %(amount)s", amount=money(p.get("amount", 0))
    ),
    "clerk.letter.joined": lambda p, n: _("Joined the letter %(code)s of %(organ)s with the dossier", **_letter(p)),
    "clerk.letter.answered": lambda p, n: _("Said of the letter %(code)s: %(status)s", **_letter(p)),
    "worker.letter.reported": lambda p, n: _("%(organ)s says of the letter %(code)s: %(status)s", **_letter(p)),
    "clerk.applicant.told": lambda p, n: _told_applicant(p),
    "worker.call.succeeded": lambda p, n: _("%(step)s: done by %(topic)s", **_call(p, n)),
    "worker.call.failed": lambda p, n: (
        _("%(step)s: %(topic)s failed for good; it waits for an administrator", **_call(p, n))
        if p.get("incident")
        else _("%(step)s: %(topic)s failed", **_call(p, n))
    ),
    "worker.call.refused": lambda p, n: _("%(step)s: %(topic)s answered that it cannot be done", **_call(p, n)),
    "engine.timer.fired": lambda p, n: _("A time limit ran out: %(step)s", step=_named(p.get("element"), n)),
    "engine.message.delivered": lambda p, n: _("An answer arrived: %(step)s", step=_named(p.get("element"), n)),
    "engine.signal.delivered": lambda p, n: _("The signal “%(signal)s” came", signal=p.get("signal", "")),
    "engine.incident.opened": lambda p, n: _(
        "An incident stopped the step: %(step)s", step=_named(p.get("element"), n)
    ),
    "engine.incident.closed": lambda p, n: _closed(p, n),
    "admin.incident.retried": lambda p, n: _("Tried the step again: %(step)s", step=_named(p.get("element"), n)),
    "admin.incident.resolved": lambda p, n: _("Settled the incident: %(step)s", step=_named(p.get("element"), n)),
    "admin.call.edited": lambda p, n: _("%(step)s: corrected what is sent to %(topic)s and tried again", **_call(p, n)),
    "admin.call.remapped": lambda p, n: _(
        "%(step)s: computed anew what is sent to %(topic)s and tried again", **_call(p, n)
    ),
    "admin.call.answered": lambda p, n: _("%(step)s: answered by hand in place of %(topic)s", **_call(p, n)),
    "admin.call.skipped": lambda p, n: _("%(step)s: went on without an answer of %(topic)s", **_call(p, n)),
    "admin.inbound.assigned": lambda p, n: _(
        "Said that a message of “%(source)s” belongs to this dossier", source=p.get("source", "")
    ),
    "admin.token.moved": lambda p, n: _(
        "Moved the dossier by hand from “%(step)s” to “%(target)s”",
        step=_named(p.get("element"), n),
        target=_named(p.get("target"), n),
    ),
    "admin.branch.cancelled": lambda p, n: _("Cancelled by hand: %(step)s", step=_named(p.get("element"), n)),
    "admin.task.restarted": lambda p, n: _("Started again by hand: %(step)s", step=_named(p.get("element"), n)),
    "admin.variables.corrected": lambda p, n: _(
        "Corrected data: %(names)s", names=", ".join(sorted(p.get("before", ())))
    ),
    "admin.dossier.moved-back": lambda p, n: _("Moved the dossier back to the version it came from"),
    "designer.dossier.migrated": lambda p, n: _("Moved the dossier to another version of the procedure"),
}
#: The office's own work, which no contract tells of.
INSIDE = {
    "signal.spread": lambda: _("the dossiers that wait"),
    "message.pass": lambda: _("the dossier that waits"),
}


def sentence(event: EventView, names: Names) -> str:
    """What happened, in words; ``names`` gives the names of the diagram's elements by id."""
    words = SENTENCES.get(event.kind)
    return words(event.payload, names) if words else event.kind


def words(event: EventView, names: Names, status_name: Callable[[int], str]) -> dict[str, Any]:
    """Sentence and consequences of an event; one that was spoiled says so, whatever can be told of it."""
    try:
        told = {"sentence": sentence(event, names), "consequences": consequences(event, names, status_name)}
    except Exception as error:  # noqa: BLE001 -- somebody wrote past the office: its page shows what there is
        log.warning("an event cannot be told: %s", type(error).__name__)
        return {"sentence": _("This event cannot be read"), "consequences": []}
    return {"sentence": _("This event cannot be read"), "consequences": []} if event.unreadable else told


def consequences(event: EventView, names: Names, status_name: Callable[[int], str]) -> list[str]:
    """What the step moved, one sentence each: new status, next tasks, calls, the end."""
    payload = event.payload
    told = [_("New status: %(status)s", status=status_name(number)) for number in payload.get("statuses", ())]
    told += [_told(notice, status_name) for notice in payload.get("notices", ())]
    told += _opened(payload.get("opened", ()))
    told += [_("Handed to %(topic)s: %(step)s", **_call(call, names)) for call in payload.get("calls", ())]
    told += [
        _("Thrown for other dossiers: “%(name)s”", name=one.get("signal") or one.get("message"))
        for one in payload.get("thrown", ())
    ]
    told += [
        _("Begun: the process “%(name)s”", name=one["name"] or one["process"]) for one in payload.get("called", ())
    ]
    if dropped := payload.get("cancelled"):
        told.append(_("Dropped: %(steps)s", steps=_list(dropped, names)))
    if "error" in payload:
        told.append(_("Reason: %(reason)s", reason=payload["error"]))
    told += _outcome_of_failure(payload)
    if event.kind == "clerk.payment.settled" and payload.get("settlement"):
        told.append(f"{money(payload['amount'])}: {settlement(str(payload['settlement']))}")
    if event.kind == "worker.payment.differs":
        told.append(_("Reason: %(reason)s", reason=difference(str(payload.get("reason", "")))))
    reasoned = event.kind.startswith(("admin.", "designer.", "clerk.payment.", "clerk.letter."))
    if reasoned and payload.get("reason"):
        told.append(_("Reason: %(reason)s", reason=payload["reason"]))
    if payload.get("ended"):
        told.append(_("The procedure has ended"))
    if payload.get("failed"):
        told.append(_("The procedure stopped on a fault of its diagram"))
    return told


def _closed(payload: Payload, names: Names) -> str:
    """An incident that closed by itself, and why."""
    step = _named(payload.get("element"), names) or _("The system's own work")
    why = payload.get("why")
    if why == Settlement.CANCELLED:
        return _("The incident at “%(step)s” closed by itself: the call is no longer wanted", step=step)
    if why == Settlement.TOLD:
        return _("The incident of a letter is settled: the applicant was told by a person")
    if why == Settlement.ENDED:
        return _("The incident at “%(step)s” closed by itself: the dossier has ended", step=step)
    return _("The incident at “%(step)s” closed by itself: nothing waits there any more", step=step)


def _told_applicant(payload: Payload) -> str:
    """That a person told the applicant what no letter could, and how."""
    note = payload.get("note", "")
    words: Mapping[str, Callable[[], str]] = {
        Way.PHONE: lambda: _("Told the applicant by telephone what a letter could not: %(note)s", note=note),
        Way.POST: lambda: _("Told the applicant by letter on paper what an e-mail could not: %(note)s", note=note),
        Way.VISIT: lambda: _("Told the applicant in person what a letter could not: %(note)s", note=note),
    }
    told = words.get(payload.get("way", ""))
    return told() if told else _("Could not tell the applicant what a letter was to say: %(note)s", note=note)


def _outcome_of_failure(payload: Payload) -> list[str]:
    """What follows of a failure: the next try, or the incident that people find it by."""
    told = []
    if payload.get("next_attempt"):
        at = datetime.fromisoformat(payload["next_attempt"])
        told.append(_("Will be tried again: %(when)s", when=times.moment(at)))
    if payload.get("incident"):
        told.append(_("Incident %(number)s", number=office().incidents.number(UUID(payload["incident"]))))
    return told


def actor_name(event: EventView) -> str:
    """Who acted; the system and the workers have names of their own."""
    return _("The system") if event.actor == "system" else event.actor_name


def pretty(payload: Payload) -> str:
    """The payload as JSON text for those who want to see all of it."""
    return json.dumps(payload, ensure_ascii=False, indent=2, sort_keys=True, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)


def _told(notice: Payload, status_name: Callable[[int], str]) -> str:
    """What a notice asks or explains, in one line."""
    said = notice.get("reason") or "; ".join(notice.get("papers", ()))
    if notice.get("amount"):
        said = times.money(notice["amount"])
    about = said or status_name(notice["status"])
    return _("Told the applicant: %(what)s", what=about)


def _opened(tasks: Iterable[Payload]) -> list[str]:
    return [_("Next task: %(task)s", task=task.get("name") or task.get("element", "")) for task in tasks]


def _letter(payload: Payload) -> dict[str, str]:
    status = letter_words.status(str(payload["status"])) if payload.get("status") else ""
    return {"code": payload.get("code", ""), "organ": payload.get("organ", ""), "status": status}


def _call(payload: Payload, names: Names) -> dict[str, str]:
    step = _named(payload.get("element"), names) or _(
        "The system's own work"
    )  # a notice, a report: no step of a diagram
    return {"step": step, "topic": doer(str(payload.get("topic", "")))}


def doer(topic: str) -> str:
    """Who does the work of a topic, in words; of a topic nobody knows its name."""
    inside = INSIDE.get(topic)
    return inside() if inside else office().topics.done_by(topic, language()) or topic


def _named(element: Any, names: Names) -> str:
    # What stands in a called process ("Call/Task") is told by its call activity.
    return names.get(str(element).partition("/")[0], str(element or ""))


def _list(elements: Iterable[Any], names: Names) -> str:
    return ", ".join(_named(element, names) for element in elements)
