"""Dossiers this process stepped last, so that the next step need not read them again.

Nothing here is trusted. A step computed from memory is written only if the dossier's ``head_seq`` is unchanged (see
``core.services.running.steps``); on any other outcome, an error included, it is computed again from the database. So any number of
processes may keep their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any
from uuid import UUID

from cachetools import FIFOCache

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
        self._dossiers: FIFOCache[UUID, Remembered] = FIFOCache(kept)
        self._tasks: dict[UUID, UUID] = {}
        self._lock = Lock()

    def keep(self, dossier: UUID, remembered: Remembered) -> None:
        """Remembers a dossier as it stands in the database now; the one stepped longest ago makes room."""
        with self._lock:
            self._forget_tasks(self._dossiers.pop(dossier, None))
            if len(self._dossiers) == self._dossiers.maxsize:
                self._forget_tasks(self._dossiers.popitem()[1])
            self._dossiers[dossier] = remembered
            self._tasks.update(dict.fromkeys(remembered.tasks, dossier))

    def of_task(self, task: UUID) -> Remembered | None:
        """The dossier in which this task waited when it was stepped last."""
        with self._lock:
            dossier = self._tasks.get(task)
            return self._dossiers[dossier] if dossier is not None else None

    def _forget_tasks(self, gone: Remembered | None) -> None:
        for task in gone.tasks if gone else ():
            self._tasks.pop(task, None)
