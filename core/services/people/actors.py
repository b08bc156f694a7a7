"""Who acts: a person with the roles held today, or the token of a machine. Asked at every request, so in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, or_, select, update
from sqlalchemy.exc import OperationalError

from core.db.base import AnyRow, AnySelect, table_of
from core.db.models import ApiToken, Person, RoleAssignment, SecondFactor, StaffSession
from core.db.reading import Reading
from core.domain import codes
from core.domain.journal import JournalKind
from core.errors.requests import NotFound
from core.errors.sign_in import TokenUnknown
from core.services.context.context import Context
from core.services.context.directory import Tree
from core.services.evidence import journal
from core.services.views.actors import Actor, ActorKind, Membership
from core.services.views.sign_in import PendingStep, SignInSession, began_with_password, factor_shown

#: The last use of a token or session is updated at most this often, so that most requests only read.
LAST_USE_PRECISION = timedelta(minutes=1)
_PERSON, _HELD, _TOKEN = (table_of(model) for model in (Person, RoleAssignment, ApiToken))
_SESSION, _FACTOR = table_of(StaffSession), table_of(SecondFactor)


def _select(*more: Any) -> AnySelect:
    """A row for each role held today, one without a role for those who hold none."""
    today = bindparam("today", type_=_HELD.c.starts.type)
    held = and_(
        _HELD.c.person_id == _PERSON.c.id,
        _HELD.c.starts <= today,
        or_(_HELD.c.ends.is_(None), _HELD.c.ends >= today),
    )
    person = (_PERSON.c.id, _PERSON.c.username, _PERSON.c.name, _PERSON.c.email)
    return (
        select(*person, _HELD.c.role, _HELD.c.unit_id, *more)
        .select_from(_PERSON.outerjoin(_HELD, held))
        .where(_PERSON.c.active.is_(True))
        .order_by(_HELD.c.role, _HELD.c.unit_id)
    )


_BY_ID = _select().where(_PERSON.c.id == bindparam("person"))
_BY_TOKEN = (
    _select(_TOKEN.c.scopes, _TOKEN.c.id.label("token"), _TOKEN.c.name.label("token_name"), _TOKEN.c.used)
    .join(_TOKEN, _TOKEN.c.person_id == _PERSON.c.id)
    .where(
        _TOKEN.c.hash == bindparam("hash"),
        _TOKEN.c.revoked.is_(None),
        or_(_TOKEN.c.expires.is_(None), _TOKEN.c.expires > bindparam("now", type_=_TOKEN.c.expires.type)),
    )
)
_BY_SESSION = (
    _select(
        *(_SESSION.c.id.label("session"), _SESSION.c.proof, _SESSION.c.begun, _SESSION.c.seen),
        *(_PERSON.c.must_change, _FACTOR.c.confirmed),
    )
    .join(_SESSION, _SESSION.c.person_id == _PERSON.c.id)
    .outerjoin(_FACTOR, _FACTOR.c.person_id == _PERSON.c.id)
    .where(
        _SESSION.c.hash == bindparam("hash"),
        _SESSION.c.ended.is_(None),
        _SESSION.c.ends > bindparam("now", type_=_SESSION.c.ends.type),
        _SESSION.c.seen > bindparam("idle", type_=_SESSION.c.seen.type),
    )
)


def of_person(context: Context, work: Reading, person: UUID, address: str = "") -> Actor:
    """A person with the roles held today. Raises :class:`NotFound` for one who may no longer act."""
    today = codes.local_day(context.now())
    rows = work.read_all(_BY_ID, {"person": person, "today": today})
    if not rows:
        raise NotFound(what="Person", name=str(person))
    return _actor(context.directory.tree(), rows, "person", None, address)


def of_token(context: Context, work: Reading, secret: str, address: str = "") -> Actor:
    """The person behind a machine's token, limited to its scopes. Raises :class:`TokenUnknown`."""
    now: datetime = context.now()
    today: date = codes.local_day(now)
    rows = work.read_all(_BY_TOKEN, {"hash": codes.token_hash(secret), "now": now, "today": today})
    if not rows:
        raise TokenUnknown()
    if rows[0].used is None or rows[0].used <= now - LAST_USE_PRECISION:
        _note_use(context, rows[0], address)
    actor = _actor(context.directory.tree(), rows, "token", frozenset(rows[0].scopes), address)
    return replace(actor, token=rows[0].token)


def of_session(context: Context, work: Reading, hashed: str, address: str = "") -> SignInSession | None:
    """Who is at the browser whose key hashes to ``hashed``; ``None`` when the session has ended or its person may not act."""
    now = context.now()
    idle = now - timedelta(minutes=context.settings.session_idle_minutes)
    values = {"hash": hashed, "now": now, "idle": idle, "today": codes.local_day(now)}
    rows = work.read_all(_BY_SESSION, values)
    if not rows:
        return None
    first: AnyRow = rows[0]
    actor = _actor(context.directory.tree(), rows, "person", None, address)
    return SignInSession(
        actor=actor,
        id=first.session,
        proof=first.proof,
        begun=first.begun,
        seen=first.seen,
        pending=_pending_step(context, actor, first),
    )


def _pending_step(context: Context, actor: Actor, row: AnyRow) -> PendingStep:
    by_password = began_with_password(row.proof)
    our_factor = by_password or not context.settings.oidc_second_factor
    if row.confirmed is not None and our_factor and not factor_shown(row.proof):
        return "factor"
    if row.must_change and by_password:
        return "password"
    if row.confirmed is None and our_factor and factor_needed(context, actor.roles):
        return "enrol"
    return ""


def factor_needed(context: Context, roles: Iterable[str]) -> bool:
    """Whether somebody with these roles must have a second factor."""
    wanted = {name.strip() for name in context.settings.second_factor_roles.split(",")}
    return "*" in wanted or not wanted.isdisjoint(roles)


def _note_use(context: Context, row: AnyRow, address: str) -> None:
    now = context.now()
    using = update(_TOKEN).where(_TOKEN.c.id == row.token, _TOKEN.c.used.is_not_distinct_from(row.used))
    with suppress(OperationalError), context.work() as work:  # only the time of use is lost
        first = work.session.execute(using.values(used=now).returning(_TOKEN.c.id)).all() and row.used is None
        if first:
            machine = Actor("token", row.id, row.username, row.name, address=address)
            facts = {"token": str(row.token), "name": row.token_name, "username": row.username}
            journal.note(context, work, JournalKind.MACHINE_TOKEN_FIRST_USED, facts, machine)


def _actor(tree: Tree, rows: Sequence[AnyRow], kind: ActorKind, scopes: frozenset[str] | None, address: str) -> Actor:
    first = rows[0]
    return Actor(
        kind=kind,
        id=first.id,
        username=first.username,
        name=first.name,
        memberships=tuple(
            Membership(row.role, row.unit_id, tree.nodes[row.unit_id].code, tree.views[row.unit_id].name)
            for row in rows
            if row.unit_id in tree.nodes
        ),
        scopes=scopes,
        address=address,
        email=first.email,
    )
