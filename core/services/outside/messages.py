"""Messages, from outside and from other dossiers: delivered to those that wait for them, or opening new ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from bpmn.errors import BpmnError
from bpmn.limits import STEP_CHARACTERS, VALUE_DEPTH
from bpmn.running.storage_limits import NotStorable, measure
from core.db.models import Subscription
from core.db.reading import Reading
from core.db.unit_of_work import Attempt
from core.domain import text
from core.domain.history import EventKind
from core.errors.dossiers import CannotOpen, NothingWaiting
from core.errors.requests import TooMuch
from core.errors.rights import MessageReserved
from core.limits import MESSAGE_DOSSIERS
from core.services.authorization import rights
from core.services.cases.cases import id_of, lock_dossier
from core.services.context.context import Context
from core.services.context.contracts import OFFICE
from core.services.dossiers import message_starts
from core.services.dossiers.message_starts import IncomingMessage
from core.services.evidence.event_drafts import EventDraft
from core.services.requests import idempotency
from core.services.requests.idempotency import IdempotentRequest
from core.services.running import incidents, steps
from core.services.views.actors import SYSTEM, Actor
from core.services.views.jobs import Job

#: who may send; an administrator only opens dossiers so
ROLES = ("admin", "receiver", "returner", "reviewer", "head", "leader", "registrar")

_BOOKED = frozenset(message.name for contract in OFFICE.values() for message in contract.messages if message.booked)


class Sender(NamedTuple):
    """Who sends a message, and from which unit (its code)."""

    by: Actor
    unit: str | None


@dataclass(frozen=True, slots=True)
class Delivered:
    """The codes of the dossiers that took a message."""

    dossiers: tuple[str, ...]


class Messages:
    """Correlates messages by name and key, as BPMN says: a subscription without a key takes none that has one."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def correlate(
        self, name: str, correlation_key: str | None, variables: Mapping[str, Any], by: Actor, key: str | None = None
    ) -> tuple[str, ...]:
        """Delivers the message to every dossier waiting for it within the sender's reach, and returns their codes.

        A dossier the sender may not see counts as not waiting. Where none waits, the message opens a dossier of each procedure
        whose newest version begins with it (see :mod:`core.services.dossiers.message_starts`). All of it happens in one
        transaction, or nothing does. The same ``key`` gives the first answer again.

        Raises :class:`MessageReserved` for what a connector alone may bring; :class:`NothingWaiting`; :class:`CannotAdvance`, with
        an incident on the dossier that could not take it; and where it would open a dossier, what opening raises
        (:class:`FormInvalid`, :class:`CannotOpen`, …).
        """
        rights.require_scope(by, "messages:write")
        rights.require_role(by, *ROLES)
        if by.kind != "system" and text.normalize_line(name) in _BOOKED:
            raise MessageReserved(message=text.normalize_line(name))
        check_size(variables, STEP_CHARACTERS)
        return self._correlate(
            IncomingMessage(text.normalize_line(name), text.normalize_data(variables)), correlation_key, by, key
        )

    def correlate_to(
        self, dossier: str, name: str, variables: Mapping[str, Any], by: Actor, key: str | None = None
    ) -> tuple[str, ...]:
        """Delivers the message to one dossier, whatever key it waits with: a person has said that it belongs there.

        Raises :class:`NothingWaiting` as well where the dossier waits for several of that name: no key says which is meant.
        """
        check_size(variables, STEP_CHARACTERS)
        with self._context.work.read() as work:
            dossier_id = id_of(work, dossier)
            named = (Subscription.kind == "message", Subscription.name == name)
            keys = work.scalars(select(Subscription.key).where(Subscription.dossier_id == dossier_id, *named)).all()
        if len(keys) > 1:
            raise NothingWaiting(message=name)
        message = IncomingMessage(text.normalize_line(name), text.normalize_data(variables))
        # With none waiting it may be a repeat, which its own key tells.
        return self._correlate(message, keys[0] if keys else None, by, key, only=dossier_id)

    def pass_on(self, job: Job) -> tuple[str, ...]:
        """The same with a message that a dossier threw; the row of the outbox is its key, so repeating changes nothing."""
        payload = job.payload
        message = IncomingMessage(payload["name"], payload["variables"], job.dossier, payload.get("hops", 0))
        return self._correlate(message, job.payload["key"], SYSTEM, f"thrown:{job.id}")

    def _correlate(
        self,
        message: IncomingMessage,
        correlation_key: str | None,
        by: Actor,
        key: str | None,
        only: UUID | None = None,
    ) -> tuple[str, ...]:
        units = rights.reach(by, *ROLES)
        request = IdempotentRequest.of(by, "message", Delivered, key, message.name, correlation_key, message.variables)
        current: UUID | None = None
        opening = ""
        try:
            with self._context.work() as work:
                first = idempotency.stored_answer(work, request)
                if first is not None:
                    return first.dossiers
                codes = []
                waiting = [only] if only else self._waiting(work, message.name, correlation_key, units)
                if len(waiting) > MESSAGE_DOSSIERS:
                    raise TooMuch(what="Dossiers that wait for one message", most=MESSAGE_DOSSIERS)
                for current in waiting:
                    sender = Sender(by, rights.acting_unit(by, units))
                    codes.append(self._deliver(work, current, message, correlation_key, sender))
                current = None
                for listener in message_starts.listening(work, message.name) if not (only or any(codes)) else ():
                    rights.require_scope(by, "dossiers:write")
                    opening = self._context.versions.get(listener.version_id, work).view.code
                    codes.append(message_starts.open_dossier(self._context, work, listener, message, by).code)
                answer = Delivered(tuple(code for code in codes if code))
                if not answer.dossiers:
                    raise NothingWaiting(message=message.name)
                idempotency.store_answer(work, request, answer, self._context.now())
                return answer.dossiers
        except BpmnError as error:
            if opening:
                raise CannotOpen(element=opening) from error
            raise incidents.record_engine_error(self._context, error, dossier_id=current, by=by) from error

    def _waiting(self, work: Reading, name: str, key: str | None, units: frozenset[UUID] | None) -> list[UUID]:
        within = rights.visible(Subscription.dossier_id, units)
        found = select(Subscription.dossier_id).where(*_awaiting(name, key), within).limit(2 * MESSAGE_DOSSIERS)
        return sorted(set(work.scalars(found)))  # a fixed order of locks: two messages cannot wait for each other

    def _deliver(
        self, work: Attempt, dossier_id: UUID, message: IncomingMessage, key: str | None, sender: Sender
    ) -> str | None:
        case = lock_dossier(self._context, work, dossier_id)
        wanted = (
            select(Subscription.token, Subscription.element)
            .where(Subscription.dossier_id == dossier_id, *_awaiting(message.name, key))
            .order_by(Subscription.id)
            .limit(1)
        )
        row = work.execute(wanted).one_or_none()
        if row is None or case.row.stopped:
            return None
        facts = {"message": message.name, "key": key, "element": row.element, "variables": dict(message.variables)}
        if message.origin is not None:
            facts["origin"] = message.origin
        event_draft = EventDraft(
            EventKind.ENGINE_MESSAGE_DELIVERED, facts, sender.by, self._context.now(), sender.unit, message.hops
        )
        steps.deliver(self._context, work, case, row.token, message.variables, event_draft)
        return case.code


def check_size(variables: Mapping[str, Any], most: int) -> None:
    """Raises :class:`TooMuch` for more than a message or signal may carry; what cannot be kept at all is no JSON."""
    try:
        size = measure(variables)
    except NotStorable as error:
        raise TooMuch(what="Levels or characters of a name in the variables", most=VALUE_DEPTH) from error
    if size > most:
        raise TooMuch(what="Characters in all variables together", most=most)


def _awaiting(name: str, key: str | None) -> tuple[Any, ...]:
    """Keys are kept in their one form (``effect_rows``); one that an older release kept is found as it was."""
    known = Subscription.key.is_(None) if key is None else Subscription.key.in_({key, text.normalize_line(key)})
    return (Subscription.kind == "message", Subscription.name == name, known)
