"""Figures of the calls to the outside and of what comes from there, counted in few statements on indexes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select

from core.db.models import InboundItem, InboundRefusal, Incident, Outbox
from core.db.reading import Reading
from core.domain import codes
from core.domain.states import PENDING_CALLS, CallState, InboundState
from core.services.views.outside import InboundFigures

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def by_topic(work: Reading, now: datetime) -> Mapping[str, dict[str, Any]]:
    """Topic → fields of :class:`TopicFigures`; a topic without calls that are open or ended lately is left out."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for query in (_open(now), _done(now), _given_up(now)):
        for row in work.execute(query):
            values = dict(row._mapping)
            found[values.pop("topic")].update(values)
    return found


def inbound(work: Reading, now: datetime) -> list[InboundFigures]:
    """By source, what waits and what was refused today."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    unsettled = InboundItem.state.in_((InboundState.WAITING, InboundState.PARKED))
    items = select(
        InboundItem.source,
        _number(InboundItem.state == InboundState.WAITING).label("waiting"),
        _number(InboundItem.state == InboundState.PARKED).label("parked"),
    )
    for row in work.execute(items.where(unsettled).group_by(InboundItem.source)):
        found[row.source] |= {"waiting": row.waiting, "parked": row.parked}
    refusals = select(InboundRefusal.source, InboundRefusal.count.label("several"))
    for row in work.execute(refusals.where(InboundRefusal.day == codes.local_day(now))):
        found[row.source]["refused_today"] = row.several
    return [InboundFigures(source=source, **found[source]) for source in sorted(found)]


def _open(now: datetime) -> Any:
    # A lease that has run out is nobody's: the call waits again.
    busy = (Outbox.state == CallState.LEASED) & (Outbox.next_attempt > now)
    return (
        select(
            Outbox.topic,
            _number(~busy).label("waiting"),
            _number(~busy & Outbox.error.is_not(None)).label("tried"),
            func.min(case((~busy, Outbox.created))).label("oldest"),
            _number(busy).label("in_progress"),
            func.min(case((busy, Outbox.begun))).label("begun"),
        )
        .where(Outbox.state.in_(PENDING_CALLS))
        .group_by(Outbox.topic)
    )


def _done(now: datetime) -> Any:
    lately = Outbox.done > now - HOUR
    return (
        select(
            Outbox.topic,
            _number(lately).label("done_hour"),
            func.count().label("done_day"),
            func.coalesce(func.sum(case((lately, Outbox.attempts))), 0).label("tries_hour"),
        )
        .where(Outbox.done > now - DAY, Outbox.state == CallState.DONE)
        .group_by(Outbox.topic)
    )


def _given_up(now: datetime) -> Any:
    return (
        select(
            Incident.topic, _number(Incident.opened > now - HOUR).label("failed_hour"), func.count().label("failed_day")
        )
        .where(Incident.opened > now - DAY, Incident.kind == "call", Incident.topic.is_not(None))
        .group_by(Incident.topic)
    )


def _number(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
