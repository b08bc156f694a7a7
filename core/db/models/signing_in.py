"""Signing in: sessions, second factors, and the rate limiter for attempts to guess secrets."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Double, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, identifier


class StaffSession(Base):
    """A person signed in at one browser. Only the hash of the browser's key is kept.

    ``proof`` is how the person was authenticated: ``password``, ``oidc``, or either of them with the suffix ``+factor``.
    """

    __tablename__ = "staff_session"
    id: Mapped[UUID] = identifier()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    hash: Mapped[str] = mapped_column(unique=True)
    proof: Mapped[str]
    begun: Mapped[datetime]
    seen: Mapped[datetime]
    ends: Mapped[datetime] = mapped_column(index=True)
    ended: Mapped[datetime | None]
    address: Mapped[str]
    browser: Mapped[str]


class SecondFactor(Base):
    """A person's authenticator. ``secret`` is encrypted; ``last_step`` is the newest time step whose code was accepted.

    Until ``confirmed`` it is not required for signing in: the person has not shown yet that the authenticator works.
    """

    __tablename__ = "second_factor"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    secret: Mapped[str]
    created: Mapped[datetime]
    confirmed: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)


class RecoveryCode(Base):
    """A code that replaces the authenticator once. Only the hash is stored."""

    __tablename__ = "recovery_code"
    id: Mapped[UUID] = identifier()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    hash: Mapped[str]
    used: Mapped[datetime | None]


class TryBudget(Base):
    """The state of a rate limiter's key (``core.services.requests.rate_limits``). ``ahead``: its theoretical arrival time.

    In seconds since 1970, so that one statement counts and decides on both databases.
    """

    __tablename__ = "try_budget"
    subject: Mapped[str] = mapped_column(primary_key=True)
    ahead: Mapped[float] = mapped_column(Double, index=True)
