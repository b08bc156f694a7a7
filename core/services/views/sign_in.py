"""What the doors get about signing in: who is at this browser, and the sessions, tokens and factors a person has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from core.services.views.actors import Actor

Must = Literal["", "factor", "password", "enrol"]
"""What has to be done before anything else: show the second factor, change the password, set a second factor up."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A person at a browser: the session, how it was proved, and what must be done first."""

    actor: Actor
    session: UUID
    proof: str
    begun: datetime
    seen: datetime
    must: Must = ""


@dataclass(frozen=True, slots=True)
class SessionView:
    id: UUID
    begun: datetime
    seen: datetime
    ends: datetime
    address: str
    browser: str
    current: bool


@dataclass(frozen=True, slots=True)
class TokenView:
    id: UUID
    username: str
    name: str
    scopes: tuple[str, ...]
    created: datetime
    made_by: str | None
    expires: datetime | None
    revoked: datetime | None
    used: datetime | None
    state: Literal["valid", "expired", "revoked"]


@dataclass(frozen=True, slots=True)
class FactorView:
    """A second factor: in use since, or begun and not yet confirmed; ``needed``: a role in force asks for one."""

    since: datetime | None
    begun: bool
    codes_left: int
    needed: bool


@dataclass(frozen=True, slots=True)
class FactorSetup:
    """What the authenticator has to be told: the secret to type, the address to scan."""

    secret: str
    uri: str


@dataclass(frozen=True, slots=True)
class AccessView:
    """How a person gets in, for the administrators."""

    factor_since: datetime | None
    subject: str | None
    must_change: bool
    passwords_until: datetime | None
    sessions: int
