"""The office as this process knows it: built once, before any job, and found again by the job functions.

RQ calls functions by their dotted name with one id, so a process-wide place is the only way to hand them the
office. Nothing is built at import; a forked work horse inherits an office that has not connected to anything yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.bootstrap import build

if TYPE_CHECKING:
    from core.services.office import Office
    from core.settings import Settings


@dataclass(frozen=True, slots=True)
class Desk:
    """What an outside call needs: the office to ask and to tell, and the settings that point outside."""

    office: Office
    settings: Settings


_held: list[Desk] = []


def open_desk(settings: Settings) -> Desk:
    """Builds the office for this process. Connects to nothing."""
    return hold(Desk(build(settings), settings))


def hold(desk: Desk) -> Desk:
    """Makes ``desk`` the one the jobs of this process find."""
    _held[:] = [desk]
    return desk


def desk() -> Desk:
    """The desk of this process. Raises ``LookupError`` where nobody opened one: :mod:`workers.main` does."""
    if not _held:
        raise LookupError("no desk is open in this process")
    return _held[0]
