"""Units, people, the roles they hold, and the tokens of machines."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, JsonText, identifier


class Unit(Base):
    """An office, or a part of one. ``code`` is its identifier (QĐ 20/2020/QĐ-TTg), kept for ever."""

    __tablename__ = "unit"
    id: Mapped[UUID] = identifier()
    code: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"), index=True)
    successor_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    fields: Mapped[list[str]] = mapped_column(JsonText, default=list)
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")


class Person(Base):
    """A member of staff. ``subject`` is who they are at the sign-in provider, once that is known.

    ``must_change``: the password was made by somebody else. ``passwords_until``: until then the local password counts
    although the office has switched local passwords off.
    """

    __tablename__ = "person"
    id: Mapped[UUID] = identifier()
    username: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    created: Mapped[datetime]
    #: the unit they were made in: its administrators look after them as long as they hold no role
    home_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"), index=True)
    must_change: Mapped[bool] = mapped_column(default=False)
    subject: Mapped[str | None] = mapped_column(index=True, unique=True)
    passwords_until: Mapped[datetime | None]


class RoleAssignment(Base):
    """A role held in a unit, from a day to a day, both included (None: no end).

    Rows are never deleted: a role that was revoked and granted again on the same day has two rows, the first of which ends
    before it starts. Only one row of a person, role and unit may be without an end.
    """

    __tablename__ = "membership"
    __table_args__ = (
        Index(
            "uq_membership_open",
            "person_id",
            "role",
            "unit_id",
            unique=True,
            sqlite_where=text("ends IS NULL"),
            postgresql_where=text("ends IS NULL"),
        ),
        Index(None, "person_id"),
    )
    id: Mapped[UUID] = identifier()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    starts: Mapped[date]
    ends: Mapped[date | None]


class ApiToken(Base):
    """A token of a program: it acts as its person, within its scopes. Only the hash is stored."""

    __tablename__ = "api_token"
    id: Mapped[UUID] = identifier()
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[list[str]] = mapped_column(JsonText)
    created: Mapped[datetime]
    expires: Mapped[datetime | None]
    revoked: Mapped[datetime | None]
    used: Mapped[datetime | None]
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class WorkingDay(Base):
    """An exceptional day of the calendar: off, worked instead, or half. Seeded, then edited by the office."""

    __tablename__ = "working_day"
    __table_args__ = (
        UniqueConstraint("day", "unit_id"),
        CheckConstraint("kind IN ('off', 'work', 'half')", name="kind"),
    )
    id: Mapped[UUID] = identifier()
    day: Mapped[date] = mapped_column(index=True)
    kind: Mapped[str]
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    note: Mapped[str] = mapped_column(default="")
