"""Who acts, and by which right: the person, machine or citizen behind a call, and the roles held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

ActorKind = Literal["person", "token", "citizen", "system"]


@dataclass(frozen=True, slots=True)
class Membership:
    """A role held in a unit: it counts there and in every unit below."""

    role: str
    unit_id: UUID
    unit_code: str
    unit_name: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person, a machine with a person's token, a citizen with a receipt, or the system itself."""

    kind: ActorKind
    id: UUID | None
    username: str
    name: str
    memberships: tuple[Membership, ...] = ()
    scopes: frozenset[str] | None = None  # None: no token, no limit beyond the roles
    address: str = ""
    email: str = ""
    token: UUID | None = None  # which one, where a machine acts

    def holds(self, *roles: str) -> bool:
        """Whether one of the roles is held in any unit."""
        return any(m.role in roles for m in self.memberships)

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(m.role for m in self.memberships))


SYSTEM = Actor("system", None, "system", "Hệ thống")
