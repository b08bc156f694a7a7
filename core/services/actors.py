"""Who acts: a person with the roles held today, or the token of a machine. Asked at every request, so in one statement."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, or_, select

from core.db.base import AnyRow, AnySelect, table_of
from core.db.models import ApiToken, Held, Person
from core.db.prepared import read_all
from core.db.unit_of_work import Work
from core.domain import codes
from core.errors import NotFound, TokenUnknown
from core.services.directory import Tree
from core.services.views import Actor, Membership
from core.services.world import World

_PERSON, _HELD, _TOKEN = (table_of(model) for model in (Person, Held, ApiToken))


def _select(*more: Any) -> AnySelect:
    """A row for each role held today, one without a role for those who hold none."""
    today = bindparam("today", type_=_HELD.c.starts.type)
    held = and_(
        _HELD.c.person_id == _PERSON.c.id,
        _HELD.c.starts <= today,
        or_(_HELD.c.ends.is_(None), _HELD.c.ends >= today),
    )
    person = (_PERSON.c.id, _PERSON.c.username, _PERSON.c.name, _PERSON.c.email, _PERSON.c.epoch)
    return (
        select(*person, _HELD.c.role, _HELD.c.unit_id, *more)
        .select_from(_PERSON.outerjoin(_HELD, held))
        .where(_PERSON.c.active.is_(True))
        .order_by(_HELD.c.role, _HELD.c.unit_id)
    )


_BY_ID = _select().where(_PERSON.c.id == bindparam("person"))
_BY_TOKEN = (
    _select(_TOKEN.c.scopes)
    .join(_TOKEN, _TOKEN.c.person_id == _PERSON.c.id)
    .where(
        _TOKEN.c.hash == bindparam("hash"),
        _TOKEN.c.revoked.is_(None),
        or_(_TOKEN.c.expires.is_(None), _TOKEN.c.expires > bindparam("now", type_=_TOKEN.c.expires.type)),
    )
)


def of_person(world: World, work: Work, person: UUID, address: str = "") -> Actor:
    """A person with the roles held today. Raises :class:`NotFound` for one who may no longer act."""
    today = codes.local_day(world.now())
    rows = read_all(work.core, _BY_ID, {"person": person, "today": today})
    if not rows:
        raise NotFound(what="Person", name=str(person))
    return _actor(world.directory.tree(), rows, "person", None, address)


def of_token(world: World, work: Work, secret: str, address: str = "") -> Actor:
    """The person behind a machine's token, limited to its scopes. Raises :class:`TokenUnknown`."""
    now: datetime = world.now()
    today: date = codes.local_day(now)
    rows = read_all(work.core, _BY_TOKEN, {"hash": codes.token_hash(secret), "now": now, "today": today})
    if not rows:
        raise TokenUnknown()
    return _actor(world.directory.tree(), rows, "token", frozenset(rows[0].scopes), address)


def _actor(tree: Tree, rows: list[Any], kind: Any, scopes: frozenset[str] | None, address: str) -> Actor:
    first: AnyRow = rows[0]
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
        epoch=first.epoch,
    )
