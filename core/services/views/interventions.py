"""What the doors see of a dossier's tokens, which an administrator may move, cancel or start again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenPosition:
    """A token of a dossier and the element it is at; ``inside``: the token of the sub-process around it."""

    token: str
    element: str
    name: str
    inside: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenPositions:
    """All tokens of a dossier, after what was done to it."""

    dossier: str
    version: int
    finished: datetime | None
    places: tuple[TokenPosition, ...]
