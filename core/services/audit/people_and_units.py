"""Units, roles, accounts and tokens in the tables, compared with what the journal records of them.

What existed before the journal began is recorded by no entry and not compared: ids of rows grow with time, so rows with an
id before that of the first recorded account are skipped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from core.db import lenient
from core.db.base import AnyRow, table_of
from core.db.models import ApiToken, Person, RoleAssignment, Unit
from core.db.reading import Reading
from core.domain.history import ChainEntry
from core.domain.journal import JournalKind as Kind
from core.domain.journal import password_mark
from core.errors.base import Reason
from core.services.audit import loading
from core.services.audit.findings import of_office, unreadable
from core.services.audit.views import FindingView

_MADE = (Kind.PERSON_TOKEN_CREATED, Kind.ADMIN_TOKEN_CREATED)
_REVOKED = (Kind.PERSON_TOKEN_REVOKED, Kind.ADMIN_TOKEN_REVOKED)


class RoleInUnit(NamedTuple):
    """A role of somebody in a unit. ``who``: user name, ``unit``: code."""

    who: str
    role: str
    unit: str


@dataclass(slots=True)
class Span:
    """From when to when a role is held, and the number of the last journal entry about it."""

    starts: date
    ends: date | None
    entry: int


@dataclass(slots=True)
class Recorded:
    """What the journal records; in each pair the second is the number of the entry that records the first."""

    parents: dict[str, tuple[str | None, int]] = field(default_factory=dict)
    spans: dict[RoleInUnit, list[Span]] = field(default_factory=lambda: defaultdict(list))
    #: roles that were held before the journal began, or of which an entry records too little
    unknown: set[RoleInUnit] = field(default_factory=set)
    made: dict[str, int] = field(default_factory=dict)
    active: dict[str, tuple[bool, int]] = field(default_factory=dict)
    marks: dict[str, tuple[str | None, int]] = field(default_factory=dict)
    tokens: dict[str, ChainEntry] = field(default_factory=dict)
    revoked: dict[str, int] = field(default_factory=dict)


def replay(entries: Iterable[ChainEntry]) -> Recorded:
    """Plays the journal back."""
    told = Recorded()
    for entry in entries:
        _apply(told, entry)
    return told


def _apply(told: Recorded, entry: ChainEntry) -> None:
    facts, seq = entry.payload, entry.seq
    who = str(facts.get("username") or entry.actor.username)
    match entry.kind:
        case Kind.ADMIN_UNIT_CREATED:
            if "parent" in facts:
                told.parents[facts["code"]] = (facts["parent"], seq)
        case Kind.ADMIN_ROLE_GRANTED | Kind.ADMIN_ROLE_REVOKED:
            _apply_role(told, entry)
        case Kind.ADMIN_PERSON_CREATED:
            told.made[who] = seq
            told.active[who] = (True, seq)
            told.marks[who] = (facts.get("mark"), seq)
        case Kind.ADMIN_PERSON_CLOSED | Kind.ADMIN_PERSON_REOPENED:
            told.active[who] = (entry.kind == Kind.ADMIN_PERSON_REOPENED, seq)
        case Kind.ADMIN_PASSWORD_RESET | Kind.PERSON_PASSWORD_CHANGED:
            told.marks[who] = (facts.get("mark"), seq)
        case kind if kind in _MADE:
            told.tokens[str(facts["token"])] = entry
        case kind if kind in _REVOKED:
            told.revoked[str(facts["token"])] = seq


def _apply_role(told: Recorded, entry: ChainEntry) -> None:
    facts = entry.payload
    key = RoleInUnit(who=str(facts["username"]), role=str(facts["role"]), unit=str(facts["unit"]))
    spans = told.spans[key]
    if entry.kind == Kind.ADMIN_ROLE_GRANTED and "starts" in facts:
        starts = date.fromisoformat(facts["starts"])
        promised = next((span for span in spans if span.ends is None and span.starts > starts), None)
        if promised is not None:
            promised.starts, promised.entry = starts, entry.seq
        else:
            spans.append(Span(starts, None, entry.seq))
    elif entry.kind == Kind.ADMIN_ROLE_REVOKED and "ends" in facts:
        last = date.fromisoformat(facts["ends"])
        standing = [span for span in spans if span.ends is None or span.ends >= last + timedelta(days=1)]
        for span in standing:
            span.ends, span.entry = last, entry.seq
        if not standing:
            told.unknown.add(key)
    else:
        told.unknown.add(key)


def check(work: Reading, entries: Sequence[ChainEntry]) -> Iterator[FindingView]:
    """Every difference between the units, roles, accounts and tokens and what the journal records."""
    told = replay(entries)
    units, people, held, tokens = (
        work.execute(select(*lenient.columns(table_of(model))).order_by(model.id)).all()
        for model in (Unit, Person, RoleAssignment, ApiToken)
    )
    yield from map(unreadable, loading.unreadable((*units, *people, *held, *tokens)))
    codes = {row.id: row.code for row in units}
    names = {row.id: row.username for row in people}
    began = min((row.id for row in people if row.username in told.made and isinstance(row.id, UUID)), default=None)
    yield from _units(told, units, codes)
    yield from _people(told, people, began)
    yield from _roles(told, [row for row in held if not lenient.of(row)], names, codes, began)
    yield from _tokens(told, [row for row in tokens if not lenient.of(row)], names, began)


def _after(row_id: Any, began: UUID | None) -> bool:
    """Whether a row was made since the journal records such rows. An id that is no UUIDv7 was not made by this program."""
    return isinstance(row_id, UUID) and began is not None and (row_id.version != 7 or row_id > began)


def _units(told: Recorded, rows: Iterable[AnyRow], codes: dict[Any, str]) -> Iterator[FindingView]:
    left = dict(told.parents)
    for row in rows:
        must, entry = left.pop(row.code, (None, 0))
        now = codes.get(row.parent_id) if row.parent_id is not None else None
        if entry and not isinstance(row.parent_id, lenient.Unreadable) and now != must:
            facts = {"unit": row.code, "now": now or TOP, "must": must or TOP, "entry": entry}
            text = Reason(
                "The unit %(unit)s stands below %(now)s; entry %(entry)s of the journal records %(must)s.", **facts
            )
            yield of_office(text, entry)
    for code, (_, entry) in left.items():
        yield of_office(
            Reason("The unit %(unit)s that entry %(entry)s of the journal records is gone.", unit=code, entry=entry),
            entry,
        )


TOP = Reason("no other unit")


def _people(told: Recorded, rows: Iterable[AnyRow], began: UUID | None) -> Iterator[FindingView]:
    left = dict(told.made)
    for row in rows:
        who = row.username
        made = left.pop(who, None)
        if made is None and row.id != began and _after(row.id, began):
            yield of_office(Reason("There is an account “%(who)s” that no entry of the journal records.", who=who))
        active, entry = told.active.get(who, (None, 0))
        if active is not None and isinstance(row.active, bool) and row.active != active:
            text = Reason(
                "The account “%(who)s” is open; entry %(entry)s of the journal closed it.", who=who, entry=entry
            )
            if not row.active:
                text = Reason(
                    "The account “%(who)s” is closed; entry %(entry)s of the journal records it as open.",
                    who=who,
                    entry=entry,
                )
            yield of_office(text, entry)
        known, entry = told.marks.get(who, (None, 0))
        if known is not None and isinstance(row.password_hash, str) and password_mark(row.password_hash) != known:
            text = Reason(
                "The password of “%(who)s” is not the one that entry %(entry)s of the journal records.",
                who=who,
                entry=entry,
            )
            yield of_office(text, entry)
    for who, entry in left.items():
        yield of_office(
            Reason("The account “%(who)s” that entry %(entry)s of the journal made is gone.", who=who, entry=entry),
            entry,
        )


def _roles(
    told: Recorded, rows: Iterable[AnyRow], names: dict[Any, str], codes: dict[Any, str], began: UUID | None
) -> Iterator[FindingView]:
    stored: dict[RoleInUnit, list[AnyRow]] = defaultdict(list)
    for row in rows:
        held = RoleInUnit(who=names.get(row.person_id, "?"), role=row.role, unit=codes.get(row.unit_id, "?"))
        stored[held].append(row)
    for held in sorted({*stored, *told.spans}):
        yield from _role(held, stored[held], told.spans.get(held, []), began, unknown=held in told.unknown)


def _role(
    held: RoleInUnit, rows: list[AnyRow], spans: list[Span], began: UUID | None, *, unknown: bool
) -> Iterator[FindingView]:
    left = list(rows)
    missing: list[Span] = []
    for span in spans:
        match = next((row for row in left if (row.starts, row.ends) == (span.starts, span.ends)), None)
        if match is None:
            missing.append(span)
        else:
            left.remove(match)
    facts = held._asdict()
    for span in missing:
        if left:
            row = left.pop()
            told = {"now": _said(row.starts, row.ends), "must": _said(span.starts, span.ends), "entry": span.entry}
            text = Reason(
                "“%(who)s” holds the role “%(role)s” in %(unit)s %(now)s; entry %(entry)s of the journal records %(must)s.",
                **facts,
                **told,
            )
        else:
            text = Reason(
                "The role “%(role)s” of “%(who)s” in %(unit)s that entry %(entry)s of the journal records is gone.",
                **facts,
                entry=span.entry,
            )
        yield of_office(text, span.entry)
    for row in left:
        if not unknown and _after(row.id, began):
            yield of_office(
                Reason(
                    "“%(who)s” holds the role “%(role)s” in %(unit)s %(now)s, which no entry of the journal records.",
                    **facts,
                    now=_said(row.starts, row.ends),
                )
            )


def _said(starts: date, ends: date | None) -> Reason:
    if ends is None:
        return Reason("from %(starts)s on", starts=f"{starts:%d/%m/%Y}")
    return Reason("from %(starts)s to %(ends)s", starts=f"{starts:%d/%m/%Y}", ends=f"{ends:%d/%m/%Y}")


def _tokens(told: Recorded, rows: Iterable[AnyRow], names: dict[Any, str], began: UUID | None) -> Iterator[FindingView]:
    left = dict(told.tokens)
    for row in rows:
        entry = left.pop(str(row.id), None)
        facts: dict[str, Any] = {"name": row.name, "who": names.get(row.person_id, "?")}
        if entry is not None:
            yield from _token(row, entry, facts)
        elif _after(row.id, began):
            yield of_office(
                Reason("There is a token “%(name)s” of “%(who)s” that no entry of the journal records.", **facts)
            )
        seq = told.revoked.get(str(row.id))
        if seq is not None and row.revoked is None:
            text = Reason(
                "The token “%(name)s” of “%(who)s” is in force; entry %(entry)s of the journal revoked it.",
                **facts,
                entry=seq,
            )
            yield of_office(text, seq)
    for entry in left.values():
        facts = {"name": entry.payload.get("name", ""), "who": entry.payload.get("username", ""), "entry": entry.seq}
        yield of_office(
            Reason("The token “%(name)s” of “%(who)s” that entry %(entry)s of the journal records is gone.", **facts),
            entry.seq,
        )


def _token(row: AnyRow, entry: ChainEntry, facts: dict[str, Any]) -> Iterator[FindingView]:
    must = str(entry.payload.get("username", ""))
    if facts["who"] != must:
        text = Reason(
            "The token “%(name)s” acts as “%(who)s”; entry %(entry)s of the journal records “%(must)s”.",
            **facts,
            must=must,
            entry=entry.seq,
        )
        yield of_office(text, entry.seq)
    scopes = entry.payload.get("scopes")
    expires = entry.payload.get("expires")
    moved = expires is not None and row.expires != datetime.fromisoformat(expires)
    if moved or (scopes is not None and row.scopes != list(scopes)):
        text = Reason(
            "The scopes or the end of the token “%(name)s” of “%(who)s” are not what entry %(entry)s of the journal records.",
            **facts,
            entry=entry.seq,
        )
        yield of_office(text, entry.seq)
