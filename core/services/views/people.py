"""A person with an account as the doors see them, and one to be created."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from core.services.views.actors import Membership


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """An account to be created, in ``unit`` (a code; by default the topmost one that the creator administers)."""

    username: str
    name: str
    password: str = field(repr=False)
    email: str = ""
    unit: str | None = None
    must_change: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    id: UUID
    username: str
    name: str
    email: str
    active: bool
    memberships: tuple[Membership, ...]
