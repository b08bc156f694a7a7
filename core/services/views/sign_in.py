"""What the doors get about signing in: who is signed in at a browser, and the sessions, tokens and factors of a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from core.services.views.actors import Actor

PASSWORD: Final = "password"
#: Suffix of a session's ``proof`` once a second factor was shown in it.
WITH_FACTOR: Final = "+factor"
#: What a person has to do before anything else: show the second factor, change the password, set a second factor up.
PendingStep = Literal["", "factor", "password", "enrol"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInSession:
    """A person signed in at a browser. ``seen``: the last use; ``pending``: what must be done before anything else.

    ``proof``: what the person has shown, ``password`` or ``oidc``, with ``+factor`` if a second factor besides.
    """

    actor: Actor
    id: UUID
    proof: str
    begun: datetime
    seen: datetime
    pending: PendingStep = ""

    @property
    def by_password(self) -> bool:
        """Whether it began with a local password."""
        return began_with_password(self.proof)


def began_with_password(proof: str) -> bool:
    """Whether a session with this proof began with a local password."""
    return proof.removesuffix(WITH_FACTOR) == PASSWORD


def factor_shown(proof: str) -> bool:
    """Whether a second factor was shown in a session with this proof."""
    return proof.endswith(WITH_FACTOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    id: UUID
    begun: datetime
    seen: datetime
    ends: datetime
    address: str
    browser: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorView:
    """A second factor: in use since, or begun and not yet confirmed; ``needed``: a role in force asks for one."""

    since: datetime | None
    begun: bool
    codes_left: int
    needed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorSetup:
    """What the authenticator has to be told: the secret to type, the address to scan."""

    secret: str
    uri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInMethodsView:
    """By what means a person can sign in, for the administrators."""

    factor_since: datetime | None
    subject: str | None
    must_change: bool
    passwords_until: datetime | None
    sessions: int
