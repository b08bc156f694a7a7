"""Tokens of machines: made (shown once), listed, watched, revoked. A token acts as its person, within its scopes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import aliased

from core.db.base import AnyRow
from core.db.models import ApiToken, Person
from core.db.reading import Reading
from core.db.unit_of_work import Work
from core.domain import codes, text
from core.domain.identifiers import uuid7
from core.domain.journal import JournalKind
from core.errors.base import Reason
from core.errors.requests import BadValue, NotFound
from core.errors.rights import ScopeMissing
from core.services.authorization import admin_scope, rights
from core.services.context.context import Context
from core.services.people import person_journal
from core.services.views.actors import Actor
from core.services.views.sign_in import TokenView

SCOPES = (
    "dossiers:read",
    "dossiers:write",
    "tasks:read",
    "tasks:write",
    "procedures:read",
    "deployments:write",
    "messages:write",
    rights.CONNECTOR,
    "incidents:read",
    "incidents:write",
    "migrations:read",
    "migrations:write",
    "operations:write",
    "history:read",
    "tokens:read",
    "tokens:write",
)
#: what everybody may give a token of their own
USUAL = tuple(scope for scope in SCOPES if scope != rights.CONNECTOR)
LONGEST_NAME = 100
MOST = 50
"""Tokens in force one person may have: more are a loop that lost its way."""
_READ, _WRITE = "tokens:read", "tokens:write"


class Tokens:
    """The tokens of people: everybody's own, and for administrators those of the people they look after."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def create_token(
        self, username: str, name: str, scopes: Iterable[str], by: Actor, expires: datetime | None = None
    ) -> str:
        """A token for a machine that acts as this person; shown once, kept as a hash. Raises :class:`BadValue`."""
        return self.new_token(username, name, scopes, by, expires)[0]

    def new_token(
        self, username: str, name: str, scopes: Iterable[str], by: Actor, expires: datetime | None = None
    ) -> tuple[str, TokenView]:
        """The same, with what is known of it. A token makes none that may do more or lives longer than itself."""
        rights.require_scope(by, _WRITE)
        context, wanted, name = self._context, _checked(scopes, by), _named(name)
        now = context.now()
        if expires is not None and expires <= now:
            raise BadValue(field="expires", reason=Reason("this lies in the past"))
        secret = codes.token()
        with context.work() as work:
            person = self._whose(work, username, by)
            if len(_rows(work, person, now)) >= MOST:
                raise BadValue(
                    field="name", reason=Reason("there are %(limit)s tokens already: revoke some", limit=MOST)
                )
            row = {"id": uuid7(), "person_id": person.id, "name": name, "hash": codes.token_hash(secret)}
            limit = _limit(work, by)
            ends = min((one for one in (expires, limit) if one is not None), default=None)
            work.session.add(ApiToken(**row, scopes=wanted, created=now, expires=ends, made_by_id=by.id))
            work.session.flush()
            kind = JournalKind.PERSON_TOKEN_CREATED if person.id == by.id else JournalKind.ADMIN_TOKEN_CREATED
            told = {"token": str(row["id"]), "name": name, "scopes": wanted}
            if ends is not None:
                told["expires"] = ends.isoformat()
            person_journal.note(context, work, kind, person, by, **told)
            made = work.execute(_query().where(ApiToken.id == row["id"])).one()
            return secret, _view(made, now)

    def tokens(self, by: Actor, username: str | None = None) -> list[TokenView]:
        """The person's tokens, one's own where nobody is named; those in force first, then the newest."""
        rights.require_scope(by, _READ)
        now = self._context.now()
        with self._context.work.read() as work:
            person = self._whose(work, username or by.username, by)
            rows = work.execute(_query().where(ApiToken.person_id == person.id)).all()
        found = [_view(row, now) for row in rows]
        return sorted(found, key=lambda one: (one.state != "valid", -one.created.timestamp()))

    def revoke_token(self, token: UUID, by: Actor) -> TokenView:
        """The token is worth nothing from now on; doing it twice changes nothing. Raises :class:`NotFound`."""
        rights.require_scope(by, _WRITE)
        context, now = self._context, self._context.now()
        with context.work() as work:
            row = work.execute(_query().where(ApiToken.id == token)).one_or_none()
            if row is None:
                raise NotFound(what="Token", name=str(token))
            try:
                person = self._whose(work, row.username, by)
            except NotFound:
                raise NotFound(what="Token", name=str(token)) from None
            if row.revoked is None:
                work.session.execute(update(ApiToken).where(ApiToken.id == token).values(revoked=now))
                kind = JournalKind.PERSON_TOKEN_REVOKED if person.id == by.id else JournalKind.ADMIN_TOKEN_REVOKED
                person_journal.note(context, work, kind, person, by, token=str(token), name=row.name)
            return _view(work.execute(_query().where(ApiToken.id == token)).one(), now)

    def _whose(self, work: Reading, username: str, by: Actor) -> Person:
        """The person whose tokens are meant: oneself, or somebody one administers. Of others not even the name is told."""
        if by.id is not None and text.username(username) == by.username:
            return work.scalars(select(Person).where(Person.id == by.id)).one()
        if by.kind != "system" and not by.holds("admin"):
            raise NotFound(what="Person", name=username)
        return admin_scope.require_person(self._context, work, by, username)


def end_all(context: Context, work: Work, person: UUID) -> None:
    """Revokes every token of a person."""
    ending = update(ApiToken).where(ApiToken.person_id == person, ApiToken.revoked.is_(None))
    work.session.execute(ending.values(revoked=context.now()))


def _checked(scopes: Iterable[str], by: Actor) -> list[str]:
    wanted = sorted(set(scopes))
    if not wanted or not set(wanted) <= set(SCOPES):
        raise BadValue(field="scopes", reason=Reason("use some of %(list)s", list=", ".join(SCOPES)))
    if rights.CONNECTOR in wanted and by.kind != "system":
        rights.require_role(by, "admin")  # it reaches further than the person does (ADR 15)
    if by.scopes is not None and (more := sorted(set(wanted) - by.scopes)):
        raise ScopeMissing(scope=more[0])
    return wanted


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise BadValue(field="name", reason=Reason("it is missing"))
    if len(name) > LONGEST_NAME:
        raise BadValue(field="name", reason=Reason("use at most %(limit)s characters", limit=LONGEST_NAME))
    return name


def _limit(work: Reading, by: Actor) -> datetime | None:
    """Until when a token that makes another is valid itself."""
    return work.scalar(select(ApiToken.expires).where(ApiToken.id == by.token)) if by.token else None


def _rows(work: Reading, person: Person, now: datetime) -> list[AnyRow]:
    alive = (ApiToken.revoked.is_(None), (ApiToken.expires.is_(None)) | (ApiToken.expires > now))
    return list(work.execute(select(ApiToken.id).where(ApiToken.person_id == person.id, *alive)).all())


def _query() -> Any:
    maker = aliased(Person)
    return (
        select(*ApiToken.__table__.c, Person.username, maker.name.label("made_by"))
        .join(Person, Person.id == ApiToken.person_id)
        .outerjoin(maker, maker.id == ApiToken.made_by_id)
    )


def _view(row: AnyRow, now: datetime) -> TokenView:
    state = "revoked" if row.revoked else "expired" if row.expires is not None and row.expires <= now else "valid"
    return TokenView(
        id=row.id,
        username=row.username,
        name=row.name,
        scopes=tuple(row.scopes),
        created=row.created,
        made_by=row.made_by,
        expires=row.expires,
        revoked=row.revoked,
        used=row.used,
        state=state,  # type: ignore[arg-type]
    )


def after_days(now: datetime, days: int) -> datetime | None:
    """When a token that is to live so many days ends; 0: never."""
    return now + timedelta(days=days) if days else None
