"""What an administrator may do to one running dossier by hand (process instance modification).

Each command needs a reason, and becomes one event of the dossier's history.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bpmn import intervene
from bpmn.engine import ExecutionContext, Step
from bpmn.errors import EngineError, TokenNotOpen
from core.db.models import Dossier
from core.db.reading import Reading
from core.domain.history import EventKind
from core.errors.base import Reason
from core.errors.migration import StepRefused
from core.errors.requests import BadValue
from core.services.authorization import rights
from core.services.cases.cases import Case, id_of, lock_dossier, read_dossier
from core.services.cases.execution import execution_context
from core.services.context.context import Context
from core.services.evidence.event_drafts import EventDraft
from core.services.interventions.reasons import require_reason
from core.services.requests import idempotency
from core.services.requests.idempotency import IdempotentRequest
from core.services.running import steps
from core.services.views.actors import Actor
from core.services.views.interventions import TokenPosition, TokenPositions

#: roles that may intervene
OPERATORS = ("admin",)


@dataclass(frozen=True, slots=True)
class Intervention:
    """One command: the event it becomes, what was asked for, and the step of the engine that does it."""

    kind: EventKind
    asked_for: Mapping[str, Any]
    step: Callable[[Case, ExecutionContext], Step]


class Operations:
    """Moves, cancels, restarts and corrects. The engine refuses what would leave the dossier waiting for ever."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def tokens(self, code: str, by: Actor) -> TokenPositions:
        """The dossier's tokens, which the verbs below name. Raises :class:`NotFound`."""
        rights.require_scope(by, "dossiers:read")
        rights.require_role(by, *OPERATORS)
        with self._context.work.read() as work:
            self._allowed(work, read_dossier(self._context, work, id_of(work, code)), by)
            return token_positions(self._context, work, code)

    def move(
        self, code: str, token: str, element: str, reason: str, by: Actor, key: str | None = None
    ) -> TokenPositions:
        """Cancels a token and puts a new one on another element. Raises :class:`StepRefused`, and changes nothing."""

        def step(case: Case, execution: ExecutionContext) -> Step:
            return intervene.move(case.snapshot, token, element, execution)

        moved = Intervention(EventKind.ADMIN_TOKEN_MOVED, {"token": token, "target": element}, step)
        return self._intervene(code, moved, reason, by, key)

    def cancel(self, code: str, token: str, reason: str, by: Actor, key: str | None = None) -> TokenPositions:
        """Cancels a token with what is inside it; when nothing is left, the process ends as terminated."""

        def step(case: Case, execution: ExecutionContext) -> Step:
            return intervene.cancel(case.snapshot, token, execution)

        cancelled = Intervention(EventKind.ADMIN_BRANCH_CANCELLED, {"token": token}, step)
        return self._intervene(code, cancelled, reason, by, key)

    def restart(
        self, code: str, element: str, instead_of: Sequence[str], reason: str, by: Actor, key: str | None = None
    ) -> TokenPositions:
        """Opens a user task again, instead of the tokens named; none of them: beside everything that is open."""

        def step(case: Case, execution: ExecutionContext) -> Step:
            return intervene.restart(case.snapshot, element, instead_of, execution)

        asked_for = {"element": element, "instead_of": list(instead_of)}
        return self._intervene(code, Intervention(EventKind.ADMIN_TASK_RESTARTED, asked_for, step), reason, by, key)

    def correct(
        self, code: str, values: Mapping[str, Any], reason: str, by: Actor, key: str | None = None
    ) -> TokenPositions:
        """Sets variables of the dossier; what they were and what they are stands in the history."""
        if not values:
            raise BadValue(field="values", reason="name at least one")

        def step(case: Case, execution: ExecutionContext) -> Step:
            return intervene.correct(case.snapshot, values, execution)

        corrected = Intervention(EventKind.ADMIN_VARIABLES_CORRECTED, {"values": dict(values)}, step)
        return self._intervene(code, corrected, reason, by, key)

    def _intervene(
        self, code: str, intervention: Intervention, reason: str, by: Actor, key: str | None
    ) -> TokenPositions:
        rights.require_scope(by, "operations:write")
        rights.require_role(by, *OPERATORS)  # asked before anything is looked for: it says nothing of what there is
        text = require_reason(reason)
        context, kind, asked_for = self._context, intervention.kind, dict(intervention.asked_for)
        request = IdempotentRequest.of(by, str(kind), TokenPositions, key, code, asked_for, text)
        with context.work() as work:
            case = lock_dossier(context, work, id_of(work, code))
            self._allowed(work, case, by)
            first = idempotency.stored_answer(work, request)
            if first is not None:
                return first
            at = context.now()
            with translating_refusals(case, rights.seen(work, by, [case.id])):
                step = intervention.step(case, execution_context(context, case, at, work))
                facts = {**self._facts(work, case, asked_for), "reason": text}
                steps.advance(context, work, case, EventDraft(kind, facts, by, at), step)
            work.send()
            view = token_positions(context, work, code)
            idempotency.store_answer(work, request, view, at)
            return view

    def _allowed(self, work: Reading, case: Case, by: Actor) -> None:
        """Administrators of the unit that decides, or of one above it."""
        line = self._context.directory.tree().line(case.row.processing_unit_id)
        rights.require_command(work, by, line, case.ref, *OPERATORS)

    def _facts(self, work: Reading, case: Case, asked_for: Mapping[str, Any]) -> dict[str, Any]:
        """What the history tells: elements instead of tokens, and what variables were."""
        facts = dict(asked_for)
        execution = execution_context(self._context, case, self._context.now(), work)
        at = {one.token: one.element for one in intervene.movable_tokens(case.snapshot, execution)}
        if "token" in facts:
            facts["element"] = at[facts.pop("token")]
        if "instead_of" in facts:
            facts["instead_of"] = [at[token] for token in facts["instead_of"]]
        if "values" in facts:
            facts["before"] = {name: case.variables.get(name) for name in facts.pop("values")}
        return facts


def token_positions(context: Context, work: Reading, code: str) -> TokenPositions:
    """A dossier's tokens, as the transaction sees them."""
    case = read_dossier(context, work, id_of(work, code))
    finished = work.scalar(select(Dossier.finished).where(Dossier.id == case.id))
    found = intervene.movable_tokens(case.snapshot, execution_context(context, case, context.now(), work))
    places = tuple(
        TokenPosition(token=one.token, element=one.element, name=case.version.step(one.element), inside=one.inside)
        for one in found
    )
    return TokenPositions(dossier=case.code, version=case.version.view.version, finished=finished, places=places)


@contextmanager
def translating_refusals(case: Case, seen: Collection[UUID]) -> Iterator[None]:
    """Raises :class:`StepRefused` for what the engine refuses: an operator's mistake is no incident of the dossier.

    The sentence quotes values of the dossier only where the dossier is among those ``seen``.
    """
    try:
        yield
    except TokenNotOpen as error:
        gone = Reason("nothing is open under the token %(token)s any more", token=error.token)
        raise StepRefused(dossier=case.code, element="–", reason=gone) from error
    except EngineError as error:
        step = case.version.step(error.element) if error.element else "–"
        raise StepRefused(dossier=case.code, element=step, reason=_reason(error, case.id in seen)) from error


def _reason(error: EngineError, seen: bool) -> str:
    known = {
        "starved-join": Reason("the join there would never fire"),
        "no-entry": Reason("no token can be put there; choose a task, a gateway or an event on the way"),
        "not-alone": Reason("it belongs to another element; choose the whole activity"),
        "in-call": Reason("it belongs to a called process; choose the call activity"),
        "several-open": Reason("several tokens are open there; cancel the surplus ones first"),
        "no-task": Reason("only a user task can be started again"),
        "process-over": Reason("the process is over"),
        "reserved-name": Reason("that name is the office's own; no step may set it"),
    }
    return known.get(error.code, str(error.message) if seen else error.message.redacted)
