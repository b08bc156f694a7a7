"""Messages from outside, delivered to the dossiers that wait for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bpmn.errors import BpmnError
from core.db.models import Subscription
from core.db.unit_of_work import Work
from core.domain.history import EventKind
from core.errors import NothingWaiting
from core.services import answers, incidents, rights, steps
from core.services.cases import lock_dossier
from core.services.happenings import Happening
from core.services.views import Actor
from core.services.world import World

ROLES = ("admin", "receiver", "returner", "reviewer", "head", "leader", "registrar")


@dataclass(frozen=True, slots=True)
class Delivered:
    """The codes of the dossiers that took a message."""

    dossiers: tuple[str, ...]


class Messages:
    """Correlates messages by name and key, as BPMN says: a subscription without a key takes none that has one."""

    def __init__(self, world: World) -> None:
        self._world = world

    def correlate(
        self, name: str, correlation_key: str | None, variables: Mapping[str, Any], by: Actor, key: str | None = None
    ) -> tuple[str, ...]:
        """Delivers the message to every dossier waiting for it and returns their codes.

        All dossiers take it in one transaction, or none. The same ``key`` gives the first answer again. Raises
        :class:`NothingWaiting`, and :class:`CannotAdvance` with an incident on the dossier that could not.
        """
        rights.require_scope(by, "messages:write")
        rights.require_role(by, *ROLES)
        asked = answers.fingerprint(name, correlation_key, variables)
        current: UUID | None = None
        try:
            with self._world.work() as work:
                first = answers.earlier(work, by, "message", key, asked, Delivered)
                if first is not None:
                    return first.dossiers
                codes = []
                for current in self._waiting(work, name, correlation_key):
                    codes.append(self._deliver(work, current, name, correlation_key, variables, by))
                answer = Delivered(tuple(code for code in codes if code))
                if not answer.dossiers:
                    raise NothingWaiting(message=name)
                answers.keep(work, by, "message", key, asked, answer, self._world.now())
                return answer.dossiers
        except BpmnError as error:
            raise incidents.record_engine_error(self._world, error, dossier_id=current, by=by) from error

    def _waiting(self, work: Work, name: str, key: str | None) -> list[UUID]:
        found = select(Subscription.dossier_id).where(*_awaiting(name, key))
        return sorted(set(work.scalars(found)))  # a fixed order of locks: two messages cannot wait for each other

    def _deliver(
        self, work: Work, dossier_id: UUID, name: str, key: str | None, variables: Mapping[str, Any], by: Actor
    ) -> str | None:
        case = lock_dossier(self._world, work, dossier_id)
        wanted = (
            select(Subscription.token, Subscription.element)
            .where(Subscription.dossier_id == dossier_id, *_awaiting(name, key))
            .order_by(Subscription.id)
            .limit(1)
        )
        row = work.execute(wanted).one_or_none()
        if row is None or case.row.stopped:
            return None
        facts = {"message": name, "key": key, "element": row.element, "variables": dict(variables)}
        happening = Happening(EventKind.ENGINE_MESSAGE_DELIVERED, facts, by, self._world.now())
        steps.deliver(self._world, work, case, row.token, variables, happening)
        return case.code


def _awaiting(name: str, key: str | None) -> tuple[Any, ...]:
    return (Subscription.kind == "message", Subscription.name == name, Subscription.key == key)
