"""The office and settings of this worker process: built once before any job, and found by the job functions.

RQ calls a function by its dotted name with one id, so a process-wide variable is the only way to hand it the office.
Nothing is built at import.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.services.office import Office
    from core.settings import Settings


@dataclass(frozen=True, slots=True)
class WorkerContext:
    """What a call of an outside system needs: the office to ask and to tell, and the settings with the addresses."""

    office: Office
    settings: Settings


_current: list[WorkerContext] = []


def set_current(ctx: WorkerContext) -> WorkerContext:
    """Makes ``ctx`` the one the jobs of this process find."""
    _current[:] = [ctx]
    return ctx


def current_context() -> WorkerContext:
    """The context of this process. Raises ``LookupError`` before :func:`set_current` (:mod:`workers.main` calls it)."""
    if not _current:
        raise LookupError("this process has no worker context")
    return _current[0]
