"""Notices: what the applicant is told at a status, put together once, from what the step decided.

What a procedure lets the applicant know stands in ``[[notices]]`` of its ``procedure.toml``, as texts or as FEEL on the
dossier's variables. Nothing else of the variables gets into a notice, so a note among colleagues stays one. The office
adds what it knows itself: the last day, the fee, the desk and its hours.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import insert

from bpmn import contracts, feel
from bpmn.definition import Element
from core.db.base import table_of
from core.db.models import Notice
from core.db.reading import Reading
from core.domain import dates, notices
from core.domain.identifiers import uuid7
from core.domain.json_values import to_json
from core.domain.payments import FEE
from core.domain.statuses import Status, StatusChange, changes_to_announce
from core.services.cases.cases import Case
from core.services.cases.execution import dossier_context_of
from core.services.cases.functions import office_functions
from core.services.context.context import Context
from core.services.running import stop_notices
from core.services.running.effects_by_kind import SortedEffects
from core.services.views.notices import Desk, NoticeView

log = logging.getLogger("motcua.notices")
INSERT: Final = insert(table_of(Notice))
_TEXTS: Final = (
    "reason",
    "basis",
    "stage",
    "kept",
    "money",
    "purpose",
    "way",
    "result",
    "number",
    "receiver",
    "address",
    "service",
    "replaces",
    "undelivered",
)
#: the topic that asks the platform to take a fee
PAY_ONLINE: Final = "payment.request"
#: what somebody may do after a refusal and after a stop, unless the procedure says otherwise
NEXT: Final[Mapping[int, tuple[str, ...]]] = {
    Status.REFUSED: (
        "Sửa, bổ sung theo lý do nêu trên rồi nộp lại; bộ phận một cửa hướng dẫn cách làm.",
        "Không đồng ý thì khiếu nại với cơ quan theo Luật Khiếu nại.",
    ),
    Status.STOPPED: (
        "Nhận lại giấy tờ đã nộp tại bộ phận một cửa; mang theo giấy tiếp nhận và giấy tờ tuỳ thân.",
        "Khi đủ điều kiện thì nộp hồ sơ mới.",
        "Không đồng ý thì khiếu nại với cơ quan theo Luật Khiếu nại.",
    ),
}
#: what is brought along to collect a result, unless the procedure says otherwise
BRING: Final = ("Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "Giấy tờ tuỳ thân của người nhận")


def told(case: Case, effects: SortedEffects) -> list[StatusChange]:
    """The changes of status that the applicant learns of, each with the status before it.

    A result that was on its way by post and now waits at the desk is told, too, though the status stays.
    """
    before = case.row.status if case.row.head_seq else None  # of a dossier that is just being opened none was told yet
    found = changes_to_announce(before, [change.status for change in effects.statuses])
    if not found and before == Status.DONE and _at_the_desk(effects):
        return [StatusChange(Status.DONE, Status.DONE)]
    return found


def _noted(case: Case, effects: SortedEffects) -> list[StatusChange]:
    """The changes that leave a notice: those that are told, and a result that is sent out once more.

    Of the latter the carrier's report makes the letter, once there is a number to follow (``parcel-sent-again``).
    """
    found = told(case, effects)
    if not found and case.row.head_seq and case.row.status == Status.DONE and _ordered(effects):
        return [StatusChange(Status.DONE, Status.DONE)]
    return found


def rows(
    context: Context, work: Reading, case: Case, effects: SortedEffects, variables: Mapping[str, Any], at: datetime
) -> list[dict[str, Any]]:
    """The rows of a step's notices; ``variables``: those after the step."""
    found = [
        (before, status, _content(context, work, case, effects, variables, before, status, at))
        for before, status in _noted(case, effects)
        if status in notices.SAID
    ]
    return [
        {
            "id": uuid7(),
            "dossier_id": case.id,
            "status": status,
            "at": at,
            "event": case.value("head_seq") + 1,
            "content": content,
        }
        for before, status, content in found
        # the same result, sent again: what was told of it stands
        if before != status or content["way"] == "counter" or content.get("replaces")
    ]


def fact(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the history tells of a notice: all of it."""
    return {"notice": str(row["id"]), "status": row["status"], **row["content"]}


def view(notice_id: UUID, status: int, at: datetime, event: int, content: Mapping[str, Any]) -> NoticeView:
    """A stored notice."""
    until = content.get("until")
    issued = content.get("issued")
    told: dict[str, Any] = {name: str(content.get(name, "")) for name in _TEXTS}
    told |= {name: tuple(content.get(name, ())) for name in ("hours", *sorted(notices.LISTS))}
    return NoticeView(
        id=notice_id,
        status=status,
        at=at,
        event=event,
        desk=Desk(**content.get("desk", {"name": ""})),
        until=datetime.fromisoformat(until) if until else None,
        amount=content.get("amount"),
        paid=content.get("paid", 0),
        online=bool(content.get("online")),
        issued=date.fromisoformat(issued) if issued else None,
        post_failed=bool(content.get("post_failed")),
        **told,
    )


def _content(
    context: Context,
    work: Reading,
    case: Case,
    effects: SortedEffects,
    variables: Mapping[str, Any],
    before: int | None,
    status: int,
    at: datetime,
) -> dict[str, Any]:
    said = _said(context, case, variables, status, at)
    desk = context.directory.tree().views[case.row.reception_unit_id]
    found: dict[str, Any] = {"desk": {"name": desk.name, "address": desk.address, "phone": desk.phone}}
    found["hours"] = notices.opening_hours(context.calendars.of(case.row.reception_unit_id).week)
    if status in NEXT:
        found |= {"reason": said.get("reason", ""), "basis": said.get("basis") or case.version.view.law}
        found["next"] = said.get("next") or list(NEXT[status])
    if status == Status.STOPPED:
        found |= stop_notices.content(work, case, effects, said, before)
    if status == Status.SUPPLEMENT:
        found |= {"papers": said.get("papers", []), "until": last_moment(context, case, effects, at)}
    if status == Status.PAYMENT:
        amount = said.get("amount", _decided_fee(variables, case.version.view.fee))
        found |= {"amount": amount, "purpose": said.get("purpose", ""), "pay": said.get("pay", [])}
        found |= {"until": last_moment(context, case, effects, at), "online": _asked_online(effects)}
    if status == Status.DONE:
        here = case.row.return_by != "post" or _at_the_desk(effects)
        found |= {"way": "counter" if here else "post", "post_failed": here and before == Status.DONE}
        found |= {"bring": said.get("bring") or list(BRING)} if here else _sent(case, effects)
        found |= {"result": said.get("result") or case.version.view.result}
        found |= {name: said.get(name) for name in ("number", "issued", "replaces")}
        found |= {"undelivered": said.get("undelivered")} if found["post_failed"] else {}
    return {name: value for name, value in found.items() if value not in ("", [], None, False)}


def last_moment(context: Context, case: Case, effects: SortedEffects, at: datetime) -> str | None:
    """When waiting for the applicant ends: the first timer that takes away a task which stops the clock; ISO 8601.

    Where nobody is at the desk when it fires, the end of work before that is told, if it still lies ahead.
    """
    elements = case.version.definition.elements
    waiting = {task.element for task in effects.tasks_opened.values() if task.clock == "pause"}
    waiting |= {scope for element in waiting for scope in _around(elements, element)}
    ends = [
        timer.due
        for timer in effects.timers_set.values()
        if (boundary := elements.get(timer.element)) and boundary.interrupting and boundary.attached_to in waiting
    ]
    if not ends:
        return None
    end = min(ends)
    at_the_desk = context.calendars.of(case.row.reception_unit_id).last_working(end)
    told: str = to_json(at_the_desk if at_the_desk > at else end)
    return told


def _around(elements: Mapping[str, Element], element: str) -> Iterator[str]:
    """The sub-processes that an element stands in: a timer on one of them takes it away, too."""
    found = elements.get(element)
    while found is not None and found.scope is not None:
        yield found.scope
        found = elements.get(found.scope)


def _asked_online(effects: SortedEffects) -> bool:
    return any(call.topic == PAY_ONLINE for call in effects.calls_wanted.values())


def _decided_fee(variables: Mapping[str, Any], usual: int) -> int:
    """The fee that a decision of the procedure left, which is the one that is asked for; else the procedure's."""
    decided = variables.get(FEE)
    amount = contracts.whole(decided.get("amount"), contracts.MOST_DONG) if isinstance(decided, Mapping) else None
    return usual if amount is None else amount


def _sent(case: Case, effects: SortedEffects) -> dict[str, Any]:
    """What goes out by post, to whom and to where: as this step orders it, else as the applicant gave it."""
    ordered = _ordered(effects) or {}
    applicant = case.row.applicant
    return {
        "receiver": str(ordered.get("receiver") or applicant.get("name", "")),
        "address": str(ordered.get("address") or applicant.get("address", "")),
        "service": str(ordered.get("service") or ""),
    }


def _ordered(effects: SortedEffects) -> Mapping[str, Any] | None:
    """What the step orders from a carrier, if it does; the service is the applicant's choice, else the diagram's."""
    order = next((call for call in effects.calls_wanted.values() if call.topic == "postal.return"), None)
    if order is None:
        return None
    return {**order.payload, "service": order.payload.get("service") or order.headers.get("service", "")}


def _at_the_desk(effects: SortedEffects) -> bool:
    return any(task.kind == "return" for task in effects.tasks_opened.values())


def _said(context: Context, case: Case, variables: Mapping[str, Any], status: int, at: datetime) -> dict[str, Any]:
    """What the procedure says at the status: texts, lines and the amount; what has no value is left out."""
    calendar = context.calendars.of(case.row.processing_unit_id)
    environment = feel.Environment(at, f"{case.id}:{case.row.revision}:notice", office_functions(calendar))
    scope = {**variables, "dossier": dossier_context_of(context, case.row, case.version, status)}
    found: dict[str, Any] = {}
    for name, source in case.version.notices.get(status, {}).items():
        if name not in notices.SAID[Status(status)]:
            continue
        value = _usable(name, _value(source, scope, environment))
        if value not in (None, "", []):
            found[name] = value
    return found


def _value(source: object, scope: Mapping[str, Any], environment: feel.Environment) -> object:
    if isinstance(source, list):
        return [_value(one, scope, environment) for one in source]
    if not (isinstance(source, str) and source.startswith("=")):
        return source
    try:
        return feel.to_json(feel.compile(source[1:]).evaluate(scope, environment))
    except feel.FeelError as error:
        # A notice that lacks a line is put right by a person who is asked; a step that stops helps nobody.
        log.warning("a line of a notice cannot be computed: %s", type(error).__name__)
        return None


def _usable(name: str, value: object) -> object:
    if name == "amount":
        return contracts.whole(value, contracts.MOST_DONG)
    if name in notices.LISTS:
        return notices.lines(value)
    if name == "issued":
        return _day(value)
    return str(value).strip()[: notices.MOST_CHARACTERS] if isinstance(value, str | int | float) else None


def _day(value: object) -> str | None:
    """A day as ISO 8601, from a date or a text that is one; ``None`` for anything else."""
    try:
        return dates.read_day(str(value)).isoformat()
    except dates.UnreadableInput:
        return None
