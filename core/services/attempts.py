"""Counts failed tries, to slow guessing down: of passwords by account and address, of receipts by address."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, func, insert, select

from core.db.models import Attempt
from core.domain.identifiers import uuid7
from core.errors import TooManyTries
from core.services.world import World

WINDOW = timedelta(minutes=15)
MOST = 10
MOST_FROM_ADDRESS = 100
"""A whole office may share one address: ten colleagues' slips must not lock out the rest."""


def refuse_too_many(world: World, subject: str, most: int = MOST) -> None:
    """Raises :class:`TooManyTries` after so many failures within a quarter of an hour."""
    with world.work.read() as work:
        since = world.now() - WINDOW
        recent = select(func.count()).where(Attempt.subject == subject, Attempt.at > since)
        if (work.scalar(recent) or 0) >= most:
            raise TooManyTries()


def note(world: World, subject: str) -> None:
    """Remembers a failure, and forgets those that no longer count."""
    now = world.now()
    with world.work() as work:
        work.execute(delete(Attempt).where(Attempt.at < now - WINDOW))
        work.execute(insert(Attempt), {"id": uuid7(), "subject": subject, "at": now})


def forget(world: World, subject: str) -> None:
    """Starts counting anew, after a success."""
    with world.work() as work:
        work.execute(delete(Attempt).where(Attempt.subject == subject))
