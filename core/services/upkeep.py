"""What is cleared away from time to time: answers nobody will ask for again, papers that never got a dossier."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from core.db.models import Document, Idempotency, StaffSession
from core.services import attempts
from core.services.world import World

ANSWERS = timedelta(days=7)
LOOSE_PAPERS = timedelta(days=2)
SESSIONS = timedelta(days=30)


class Upkeep:
    """Called by the schedule once an hour."""

    def __init__(self, world: World) -> None:
        self._world = world

    def sweep(self) -> None:
        """Deletes kept answers after a week, loose papers after two days, sessions a month after their end."""
        now = self._world.now()
        with self._world.work() as work:
            work.execute(delete(Idempotency).where(Idempotency.at < now - ANSWERS))
            work.execute(delete(Document).where(Document.dossier_id.is_(None), Document.added < now - LOOSE_PAPERS))
            work.execute(delete(StaffSession).where(StaffSession.ends < now - SESSIONS))
            attempts.forget_old(self._world, work)
