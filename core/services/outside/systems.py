"""The bench of the outside systems: how calls to each go, and which topics an administrator has paused.

While a topic is paused its calls are decided and written as ever and wait in the database; no try is used up. Whoever leads
an office sees how it stands; to pause is for administrators of the whole office, because it concerns every unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from sqlalchemy import delete, select

from core.db.base import AnyRow
from core.db.models import OutsideSystem, PausedTopic, Person, SystemTopic
from core.db.reading import Reading
from core.db.upserts import insert_absent, insert_into
from core.domain import text
from core.domain.channels import PUSH_SYSTEM, SYSTEMS
from core.domain.journal import JournalKind
from core.errors.base import Reason
from core.errors.requests import BadValue, NotFound
from core.limits import NAME_CHARACTERS
from core.services.authorization import admin_scope, rights
from core.services.context.context import Context
from core.services.context.contracts import OFFICE
from core.services.evidence import journal
from core.services.outside import call_figures
from core.services.running.call_gates import default_system
from core.services.views.actors import Actor
from core.services.views.outside import InboundFigures, SystemView, TopicFigures, TopicPause
from core.setting_values import rates_of

READERS: Final = ("admin", "head", "leader")


class OutsideSystems:
    """What is seen of them and decided about them."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def overview(self, by: Actor) -> list[SystemView]:
        """Every system that is served or has calls, by name; tells nothing of dossiers."""
        rights.require_scope(by, "incidents:read")
        rights.require_role(by, *READERS)
        with self._context.work.read() as work:
            return self._overview(work)

    def figures(self) -> tuple[list[SystemView], list[InboundFigures]]:
        """The same, and what came in, for the metrics."""
        with self._context.work.read() as work:
            return self._overview(work), call_figures.inbound(work, self._context.now())

    def may_pause(self, by: Actor) -> bool:
        """Whether pausing is the actor's to decide."""
        return admin_scope.holds_whole_office(self._context.directory.tree(), by, admin_scope.ADMIN)

    def pause(self, topic: str, reason: str, by: Actor) -> None:
        """Lets the calls of a topic wait from now on; pausing a paused one changes nothing. Raises :class:`NotFound`,
        :class:`BadValue` without a reason."""
        why = self._reason(reason)
        with self._context.work() as work:
            self._require(topic, by)
            now = self._context.now()
            row = {"topic": topic, "since": now, "by_id": by.id, "reason": why}
            if work.session.execute(insert_absent(work, PausedTopic), [row]).rowcount:  # type: ignore[attr-defined]
                facts = {"topic": topic, "reason": why}
                journal.note(self._context, work, JournalKind.ADMIN_TOPIC_PAUSED, facts, by)

    def resume(self, topic: str, by: Actor, reason: str = "") -> None:
        """Lets the calls of a topic go again, those that waited first; of one that is not paused it changes nothing."""
        why = self._reason(reason) if reason.strip() else ""
        with self._context.work() as work:
            self._require(topic, by)
            since = work.scalar(select(PausedTopic.since).where(PausedTopic.topic == topic).with_for_update())
            if since is None:
                return
            work.session.execute(delete(PausedTopic).where(PausedTopic.topic == topic))
            facts = {"topic": topic, "since": since.isoformat()} | ({"reason": why} if why else {})
            journal.note(self._context, work, JournalKind.ADMIN_TOPIC_RESUMED, facts, by)
            work.notify_relay = True

    def connect(self, systems: Mapping[str, str]) -> None:
        """Notes which system carries out each topic (topic → name), and forgets the others. Writes only what has changed."""
        with self._context.work.read() as work:
            known = _known_systems(work)
        changed = [{"topic": topic, "system": name} for topic, name in systems.items() if known.get(topic) != name]
        gone = known.keys() - systems.keys()
        if not (changed or gone):
            return
        with self._context.work() as work:
            work.session.execute(delete(SystemTopic).where(SystemTopic.topic.in_(gone)))
            if changed:
                first = insert_into(work, SystemTopic.__table__)
                again = {"system": first.excluded.system}
                work.session.execute(first.on_conflict_do_update(index_elements=["topic"], set_=again), changed)

    def _require(self, topic: str, by: Actor) -> None:
        rights.require_scope(by, "incidents:write")
        admin_scope.require_whole_office(self._context.directory.tree(), by, admin_scope.ADMIN)
        if topic not in self._topics():
            raise NotFound(what="Topic of calls", name=topic)

    def _reason(self, given: str) -> str:
        why = text.normalize_line(given)
        if not why or len(why) > NAME_CHARACTERS:
            raise BadValue(field="reason", reason=Reason("write 1 to %(limit)s characters", limit=NAME_CHARACTERS))
        return why

    def _topics(self) -> frozenset[str]:
        """The topics that a connector serves."""
        return frozenset(self._context.served or OFFICE)

    def _overview(self, work: Reading) -> list[SystemView]:
        figures = call_figures.by_topic(work, self._context.now())
        pauses = {
            row.topic: TopicPause(since=row.since, by=row.name, reason=row.reason) for row in work.execute(_PAUSES)
        }
        systems: Mapping[str, AnyRow] = {row.name: row for row in work.execute(_SYSTEMS)}
        known, by_system = _known_systems(work), dict[str, list[TopicFigures]]()
        served = self._topics()
        for topic in sorted({*served, *figures, *pauses}):
            counted = figures.get(topic, {})
            one = TopicFigures(topic=topic, pause=pauses.get(topic), pausable=topic in served, **counted)
            by_system.setdefault(known.get(topic) or default_system(topic), []).append(one)
        for name in systems.keys() & {*SYSTEMS.values(), PUSH_SYSTEM}:
            by_system.setdefault(name, [])  # their calls are counted with their topic
        rates, most = rates_of(self._context.settings.call_rates), self._context.settings.slow_calls
        return [
            replace(_view(name, topics, systems.get(name)), rate=rates.get(name), slow_calls=most)
            for name, topics in sorted(by_system.items())
        ]


def _known_systems(work: Reading) -> dict[str, str]:
    return {row.topic: row.system for row in work.execute(select(SystemTopic.topic, SystemTopic.system))}


def _view(name: str, topics: list[TopicFigures], row: AnyRow | None) -> SystemView:
    if row is None:
        return SystemView(name=name, state="serving", topics=tuple(topics))
    return SystemView(
        name=name,
        state="open" if row.opened else "failing" if row.failures else "serving",
        topics=tuple(topics),
        failures=row.failures,
        since=row.since,
        last=row.last,
        error=row.error,
        slow_since=row.slow_since,
        opened=row.opened,
        next_probe=row.probe_at,
    )


_PAUSES: Final = select(PausedTopic.topic, PausedTopic.since, PausedTopic.reason, Person.name).outerjoin(
    Person, Person.id == PausedTopic.by_id
)
_SYSTEMS: Final = select(*OutsideSystem.__table__.c)
