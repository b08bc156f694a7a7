"""Whether the office can work: what the probes, ``motcua doctor`` and the administration page show."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from core.db.models import Outbox
from core.db.schema import head, revision
from core.services.world import World

OVERDUE = timedelta(minutes=2)


class Health:
    """Looks, and changes nothing."""

    def __init__(self, world: World) -> None:
        self._world = world

    def checks(self) -> dict[str, str]:
        """Each check and ``ok``, or a sentence on what is wrong."""
        try:
            found = revision(self._world.work.engine)
            schema = "ok" if found == head() else f"the schema is {found}, not {head()}: run “motcua migrate”"
            return {"database": "ok", "migrations": schema, "relay": self._relay() if schema == "ok" else "unknown"}
        except SQLAlchemyError as error:
            return {"database": type(error).__name__, "migrations": "unknown", "relay": "unknown"}

    def _relay(self) -> str:
        """Calls that should have been handed over long ago mean that no relay runs."""
        before = self._world.now() - OVERDUE
        with self._world.work.read() as work:
            waiting = work.scalar(select(func.count()).where(Outbox.state == "ready", Outbox.next_attempt < before))
        return f"{waiting} calls wait for a relay" if waiting else "ok"
