"""What the doors get about signing in: who is at this browser, and the sessions, tokens and factors a person has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from core.services.views import Actor

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
