"""What a person does about a call that failed for good, beside trying the same again.

Each command needs a reason, settles the incident and becomes one event of the dossier's history, in one transaction: what
the engine refuses changes nothing. The first of two wins, and the other is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import update

from bpmn import effects as fx
from bpmn import engine, intervene
from core.db.base import AnyRow
from core.db.models import Incident, Outbox
from core.db.unit_of_work import Work
from core.domain.history import EventKind
from core.domain.journal import JournalKind
from core.domain.states import CallState, IncidentState, Settlement
from core.errors.base import CoreError, Reason
from core.errors.database import ServiceUnavailable
from core.errors.dossiers import IncidentSettled, NotRepairable
from core.errors.migration import StepRefused
from core.errors.requests import BadValue
from core.services.authorization import rights
from core.services.authorization.veil import Veil
from core.services.cases.cases import Case, lock_dossier, read_dossier, refuse_stopped
from core.services.cases.execution import execution_context
from core.services.context.context import Context
from core.services.evidence import history, journal
from core.services.evidence.event_drafts import EventDraft
from core.services.interventions import call_values
from core.services.interventions.operations import translating_refusals
from core.services.interventions.reasons import require_reason
from core.services.running import incident_rows, incident_views, steps
from core.services.running.effects_by_kind import SortedEffects
from core.services.running.incidents import Incidents
from core.services.running.steps import Uncaught
from core.services.views.actors import Actor
from core.services.views.incidents import IncidentView, RepairResult, SkipOutlook

#: incidents settled at once
MOST: Final = 100


@dataclass(frozen=True, slots=True)
class _Repair:
    """One command: how it settles the incident, who may, and what it does to the call and to the dossier."""

    settlement: Settlement
    roles: tuple[str, ...]
    act: Callable[[Work, Case, AnyRow, Mapping[str, Any]], None]


class CallRepairs:
    """Settles incidents of calls. Raises :class:`IncidentSettled`, :class:`NotRepairable`, and :class:`StepRefused`
    where the process cannot go on."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._incidents = Incidents(context)

    def edit(self, incident_id: UUID, inputs: Mapping[str, Any], reason: str, by: Actor) -> IncidentView:
        """Makes the call again with these inputs in place of those it had. Raises :class:`FormInvalid`.

        A call that says something else is another one for the other side: it gets another key.
        """

        def act(work: Work, case: Case, row: AnyRow, facts: Mapping[str, Any]) -> None:
            rights.require_sight(work, by, case.id, case.code)
            contract = call_values.contract_of(self._context, row.topic)
            expected = contract.inputs if contract else ()
            payload = call_values.checked(expected, inputs, known=row.call_payload)
            key = self._make_again(work, row, {"payload": payload})
            told = {**facts, "inputs": _differences(row.call_payload, payload), "key": key}
            history.record(work, case, EventDraft(EventKind.ADMIN_CALL_EDITED, told, by, self._context.now()))

        return self._settle(incident_id, reason, by, _Repair(Settlement.EDITED, incident_views.DECIDERS, act))

    def remap(self, incident_id: UUID, reason: str, by: Actor) -> IncidentView:
        """Makes the call again with topic, inputs and headers as the dossier's version gives them now."""

        def act(work: Work, case: Case, row: AnyRow, facts: Mapping[str, Any]) -> None:
            if row.call_token is None:
                raise _refusal(row, Reason("no step of a diagram asked for this call"))
            at = self._context.now()
            execution = execution_context(self._context, case, at, work)
            step, call = intervene.call_anew(case.snapshot, row.call_token, execution)
            now = {"payload": dict(call.payload), "headers": dict(call.headers), "topic": call.topic}
            key = self._make_again(work, row, {**now, "element": call.element})
            told = {**facts, "topic": call.topic, "inputs": _differences(row.call_payload, call.payload), "key": key}
            told |= {"old_topic": row.topic} if row.topic != call.topic else {}
            steps.advance(self._context, work, case, EventDraft(EventKind.ADMIN_CALL_REMAPPED, told, by, at), step)

        return self._settle(incident_id, reason, by, _Repair(Settlement.REMAPPED, incident_views.ROLES, act))

    def answer(
        self, incident_id: UUID, outputs: Mapping[str, Any], reason: str, by: Actor, fault: str = ""
    ) -> IncidentView:
        """Gives the answer that the outside owes, or with ``fault`` a refusal of the contract. Raises :class:`FormInvalid`."""

        def act(work: Work, case: Case, row: AnyRow, facts: Mapping[str, Any]) -> None:
            contract = call_values.contract_of(self._context, row.topic)
            if fault:
                text = next((one.text for one in contract.faults if one.code == fault), None) if contract else None
                if text is None:
                    raise BadValue(field="fault", reason="the contract of the call does not name it")
                words = text.in_language(self._context.settings.language)
                self._answered(
                    work, case, row, EventKind.ADMIN_CALL_ANSWERED, {**facts, "code": fault, "message": words}, by
                )
                return
            result = call_values.checked(contract.outputs if contract else (), outputs)
            self._answered(work, case, row, EventKind.ADMIN_CALL_ANSWERED, {**facts, "result": result}, by)

        return self._settle(incident_id, reason, by, _Repair(Settlement.ANSWERED, incident_views.DECIDERS, act))

    def skip(self, incident_id: UUID, reason: str, by: Actor) -> IncidentView:
        """Lets the dossier go on as if the call had been answered with nothing; :meth:`outlook` tells what follows."""

        def act(work: Work, case: Case, row: AnyRow, facts: Mapping[str, Any]) -> None:
            self._answered(work, case, row, EventKind.ADMIN_CALL_SKIPPED, facts, by)

        return self._settle(incident_id, reason, by, _Repair(Settlement.SKIPPED, incident_views.DECIDERS, act))

    def many(self, incidents: Iterable[UUID], action: str, reason: str, by: Actor) -> tuple[RepairResult, ...]:
        """Does the same about several incidents: ``retry``, ``remap`` or ``skip``. Each by itself; a refusal stops no other."""
        acts: Mapping[str, Callable[[UUID], IncidentView]] = {
            "retry": lambda one: self._incidents.retry(one, by, reason),
            "remap": lambda one: self.remap(one, reason, by),
            "skip": lambda one: self.skip(one, reason, by),
        }
        if action not in acts:
            raise BadValue(field="action", reason=Reason("use one of %(list)s", list=", ".join(acts)))
        if action != "retry":
            require_reason(reason)
        return tuple(_result(one, acts[action]) for one in list(dict.fromkeys(incidents))[:MOST])

    def outlook(self, incident_id: UUID, by: Actor) -> SkipOutlook | None:
        """What would follow if the call were skipped, tried without writing; ``None`` where no step waits for it."""
        rights.require_scope(by, "incidents:read")
        rights.require_role(by, *incident_views.DECIDERS)
        context = self._context
        with context.work.read() as work:
            row = incident_views.one(work, incident_id, by, incident_views.DECIDERS)
            if row.state != IncidentState.OPEN or row.call_token is None or row.call_state != CallState.FAILED:
                return None
            case = read_dossier(context, work, row.dossier_id)
            try:
                with translating_refusals(case, rights.seen(work, by, [case.id])):
                    step = engine.complete(
                        case.snapshot, row.call_token, {}, execution_context(context, case, context.now(), work)
                    )
            except StepRefused as error:
                return SkipOutlook(refused=str(error.params["reason"]))
            effects = SortedEffects.of(step.effects)
            waiting = (*effects.subscribed.values(), *effects.calls_wanted.values())
            return SkipOutlook(
                tasks=tuple(task.name for task in effects.tasks_opened.values()),
                waits=tuple(dict.fromkeys(case.version.step(one.element) for one in waiting)),
                ends=isinstance(effects.ended, fx.ProcessEnded),
            )

    def _settle(self, incident_id: UUID, reason: str, by: Actor, repair: _Repair) -> IncidentView:
        rights.require_scope(by, "incidents:write")
        rights.require_role(by, *repair.roles)
        text = require_reason(reason)
        context = self._context
        with context.work() as work:
            dossier_id = incident_views.one(work, incident_id, by, repair.roles).dossier_id
            case = lock_dossier(context, work, dossier_id)
            row = incident_views.one(work, incident_id, by, repair.roles)
            self._require_open(row)
            refuse_stopped(case)
            at = context.now()
            # Settled first: a step that ends the dossier closes the incidents that are still open.
            settled = {"state": IncidentState.RESOLVED, "settlement": repair.settlement, "reason": text}
            work.session.execute(
                update(Incident).where(Incident.id == row.id).values(**settled, resolved=at, resolved_by_id=by.id)
            )
            facts = {"incident": str(row.id), "element": row.element, "topic": row.topic, "reason": text}
            with translating_refusals(case, rights.seen(work, by, [case.id])):
                repair.act(work, case, row, facts)
            self._note(work, case, row, repair.settlement, by)
            work.send()
            return incident_views.view(
                context, incident_views.one(work, incident_id, by), work, Veil(work, by, {case.id}), by
            )

    def _require_open(self, row: AnyRow) -> None:
        if row.state != IncidentState.OPEN:
            raise IncidentSettled(number=incident_rows.number(row.id), dossier=row.code)
        if row.kind != "call" or row.call_state != CallState.FAILED:
            raise _refusal(row, Reason("it is not about a call that failed; try it again instead"))

    def _make_again(self, work: Work, row: AnyRow, changes: Mapping[str, Any]) -> str:
        """Makes the call due at once, with fresh tries; the key under which it is made."""
        same = all(getattr(row, f"call_{name}") == value for name, value in changes.items())
        key = row.call_key if same else f"{row.call_key.partition('#')[0]}#{row.id.hex[-12:]}"
        at = self._context.now()
        fresh = {"state": CallState.READY, "attempts": 0, "lease": None, "error": None, "answer": None}
        work.session.execute(
            update(Outbox).where(Outbox.id == row.outbox_id).values(**changes, **fresh, key=key, next_attempt=at)
        )
        work.notify_relay = True
        return str(key)

    def _answered(
        self, work: Work, case: Case, row: AnyRow, kind: EventKind, facts: Mapping[str, Any], by: Actor
    ) -> None:
        """Closes the call and moves the dossier on; what no step waits for is only told."""
        context, at = self._context, self._context.now()
        work.session.execute(
            update(Outbox).where(Outbox.id == row.outbox_id).values(state=CallState.DONE, lease=None, done=at)
        )
        draft = EventDraft(kind, facts, by, at)
        if row.call_token is None:
            history.record(work, case, draft)
        elif "code" in facts:
            try:
                steps.fail(context, work, case, row.call_token, facts["code"], facts["message"], draft)
            except Uncaught as error:
                raise _refusal(row, Reason("the diagram has no answer to this refusal")) from error
        else:
            steps.complete(context, work, case, row.call_token, facts.get("result", {}), draft)

    def _note(self, work: Work, case: Case, row: AnyRow, settlement: Settlement, by: Actor) -> None:
        """The journal names no reason: it may hold what belongs into the dossier alone."""
        facts = {"incident": str(row.id), "dossier": case.code, "kind": row.kind, "settlement": str(settlement)}
        office = self._context.directory.tree().nodes[case.row.processing_unit_id].code
        journal.note(self._context, work, JournalKind.ADMIN_INCIDENT_SETTLED, facts, by, office)


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Name → what it was and what it is, of those that differ."""
    names = sorted({*before, *after})
    return {
        name: {"before": before.get(name), "after": after.get(name)}
        for name in names
        if before.get(name) != after.get(name)
    }


def _refusal(row: AnyRow, reason: Reason) -> NotRepairable:
    return NotRepairable(number=incident_rows.number(row.id), dossier=row.code, reason=reason)


def _result(incident: UUID, act: Callable[[UUID], IncidentView]) -> RepairResult:
    number = incident_rows.number(incident)
    try:
        view = act(incident)
    except ServiceUnavailable:
        raise
    except CoreError as error:
        return RepairResult(incident=incident, number=number, dossier="", settled=False, error=error)
    return RepairResult(incident=incident, number=number, dossier=view.dossier, settled=True)
