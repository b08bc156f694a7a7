"""Dossiers this process stepped last, so that the next step need not read them again.

Nothing here is trusted: a step taken from memory is written only if the dossier's history still ends where it ended
then (see ``core.services.running.steps``), and whatever else it comes to, a refusal included, is asked again of the database.
So any number of processes may keep their own.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any
from uuid import UUID

#: dossiers; each holds its variables and its state
KEPT = 500


@dataclass(frozen=True, slots=True)
class Remembered:
    """A dossier after a step: its row's columns, those of the tasks that the step opened, and what the engine needs."""

    row: Mapping[str, Any]
    tasks: Mapping[UUID, Mapping[str, Any]]
    state: bytes
    variables: dict[str, Any]


class Recent:
    """The dossiers stepped last, by the tasks that wait in them."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._dossiers: OrderedDict[UUID, Remembered] = OrderedDict()
        self._tasks: dict[UUID, UUID] = {}
        self._lock = Lock()

    def keep(self, dossier: UUID, remembered: Remembered) -> None:
        """Remembers a dossier as it stands in the database now."""
        with self._lock:
            self._forget(dossier)
            self._dossiers[dossier] = remembered
            self._tasks.update(dict.fromkeys(remembered.tasks, dossier))
            while len(self._dossiers) > self._kept:
                self._forget(next(iter(self._dossiers)))

    def of_task(self, task: UUID) -> Remembered | None:
        """The dossier in which this task waited when it was stepped last."""
        with self._lock:
            dossier = self._tasks.get(task)
            return self._dossiers[dossier] if dossier is not None else None

    def _forget(self, dossier: UUID) -> None:
        known = self._dossiers.pop(dossier, None)
        for task in known.tasks if known else ():
            self._tasks.pop(task, None)
