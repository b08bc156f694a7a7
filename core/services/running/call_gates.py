"""What keeps a call from going out: an administrator has paused its topic, or its system does not serve at the moment.

Conditions of statements that read or change calls anyway: asking costs no statement of its own.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from core.db.models import Outbox, OutsideSystem, PausedTopic, SystemTopic

#: a call and the system that carries it out
OF_ITS_SYSTEM: Final = and_(
    SystemTopic.topic == Outbox.topic, OutsideSystem.name == func.coalesce(Outbox.system, SystemTopic.system)
)
#: an administrator has said that calls of this topic wait
PAUSED: Final = exists().where(PausedTopic.topic == Outbox.topic)
#: the breaker of its system is open, and the call is not the one that tries the system out
BROKEN: Final = exists().where(
    OF_ITS_SYSTEM,
    OutsideSystem.opened.is_not(None),
    or_(OutsideSystem.probe.is_(None), OutsideSystem.probe != Outbox.id),
)
MAY_GO: Final[ColumnElement[bool]] = and_(~PAUSED, ~BROKEN)
#: calls to its system have failed since the last that succeeded
FAILING: Final = exists().where(OF_ITS_SYSTEM, OutsideSystem.failures > 0)
#: since when its calls wait for an administrator, and for the system; NULL: they do not
PAUSED_SINCE: Final = select(PausedTopic.since).where(PausedTopic.topic == Outbox.topic).scalar_subquery()
BROKEN_SINCE: Final = (
    select(OutsideSystem.opened).where(OF_ITS_SYSTEM, OutsideSystem.opened.is_not(None)).scalar_subquery()
)


def of_system(name: str) -> ColumnElement[bool]:
    """The condition that a call's topic is a system's: what is limited together."""
    return exists().where(SystemTopic.topic == Outbox.topic, SystemTopic.system == name)


def carried_by(name: str) -> ColumnElement[bool]:
    """The condition that a system carries a call out: what waits while it does not serve."""
    its_own = and_(Outbox.system.is_(None), of_system(name))
    return or_(Outbox.system == name, its_own)


def default_system(topic: str) -> str:
    """The system of a topic of which nothing is written: its first word."""
    return topic.partition(".")[0]
