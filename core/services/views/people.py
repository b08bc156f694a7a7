"""What the doors see of a person with an account."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from core.services.views.actors import Membership


@dataclass(frozen=True, slots=True)
class PersonView:
    id: UUID
    username: str
    name: str
    email: str
    active: bool
    memberships: tuple[Membership, ...]
