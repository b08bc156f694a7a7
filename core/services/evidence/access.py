"""The access log: who read whose personal data, when, why and how.

A service calls :func:`record_access` with what it shows, where it checks the right to see it. A door calls
:func:`open_request` before each request; what was shown in it is written at its end by :func:`write_request`, in one
statement and a transaction of its own, so that no step of a dossier waits for it. Elsewhere (command line, jobs) each access
is written at once. The system's own reading is not logged.

What cannot be logged is not shown: :func:`write_request` raises :class:`NotTraced`, and the door answers with that.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert

from core.db.base import table_of
from core.db.faults import as_core_error
from core.db.models import Access
from core.db.reading import Reading
from core.domain.identifiers import uuid7
from core.domain.lossy_json import to_lossy_json
from core.errors.database import ServiceUnavailable, StorageFull
from core.errors.evidence import NotTraced, NotTracedFull
from core.services.authorization import basis
from core.services.authorization.basis import Basis
from core.services.context.context import Context
from core.services.evidence.journal import unit_of
from core.services.views.actors import Actor
from core.services.views.dossiers import DossierRef

log = logging.getLogger("motcua.access")
_INSERT = insert(table_of(Access))

#: What can be shown of a dossier, or of the office. The doors have the words for them.
PARTS = (
    "data",  # applicant and variables
    "papers",  # the list of papers
    "paper",  # the content of one
    "history",
    "diagram",  # the way it took, with names of those who worked on it
    "receipt",
    "payments",  # of one dossier; with a filter: a list of what does not add up
    "task",  # the form of a task with its values
    "dossiers",  # a list
    "tasks",  # a list
    "incident",
    "incidents",  # a list
    "letter",  # an official letter and its files
    "letters",  # the register
    "inbox",  # a list of what other systems sent and nobody took
    "message",  # what such an item holds
    "lookup",  # by the bearer of a receipt
    "register",  # what another system has of a person
    "export",
    "person",  # a member of staff
    "people",  # a list
    "accesses",  # this log itself
    "journal",
)


@dataclass(slots=True)
class _Line:
    """A line to be written: what one actor was shown of one thing."""

    by: Actor
    dossier: DossierRef | None
    subject: Mapping[str, Any] | None
    parts: dict[str, None] = field(default_factory=dict)
    #: code of the unit they acted in; None: the first of theirs
    unit: str | None = None


@dataclass(slots=True)
class RequestAccesses:
    """What is shown in one request: the door (``web``, ``api``, ``portal``), the page or endpoint, and why.

    ``purpose``: as a program stated it; ``searched``: the person came by a search.
    """

    door: str
    page: str
    purpose: str = ""
    searched: bool = False
    lines: dict[Any, _Line] = field(default_factory=dict)


_current: ContextVar[RequestAccesses | None] = ContextVar("motcua-request", default=None)
_NO_REQUEST = RequestAccesses("command", "")


def open_request(door: str, page: str, purpose: str = "", *, searched: bool = False) -> None:
    """Collects what is shown in a request from here on."""
    _current.set(RequestAccesses(door, page, purpose, searched))


def discard_request() -> None:
    """Discards what was collected: the answer shows nothing of it."""
    _current.set(None)


def write_request(context: Context) -> None:
    """Writes what was collected. If it raises, nothing may be shown: :class:`NotTraced` if the database or the disk does not
    take it just now, any other error for a bug."""
    request = _current.get()
    _current.set(None)
    if request is None or not request.lines:
        return
    try:
        _write(context, request, request.lines.values())
    except Exception as error:
        # Without the error's own words: a database may quote in them what was to be written.
        log.error("the access log could not be written: %s", type(error).__name__)
        meaning = error if isinstance(error, ServiceUnavailable) else as_core_error(error)
        if isinstance(meaning, StorageFull):
            raise NotTracedFull from error
        if isinstance(meaning, ServiceUnavailable) or isinstance(error, OSError):
            raise NotTraced from error
        raise


def record_access(
    context: Context,
    by: Actor,
    part: str,
    *,
    dossier: DossierRef | None = None,
    subject: Any = None,
) -> None:
    """Records that ``by`` is shown a part of a dossier or a ``subject``: a paper, a person, a list's filter.

    Parts of the same dossier in one request become one line; a paper's content has a line of its own.
    """
    if part not in PARTS:
        raise ValueError(f"{part!r} is no part the access log knows")
    if by.kind == "system":
        return
    facts = _facts(subject)
    request = _current.get()
    key = (by.id, by.username, dossier, repr(facts))
    line = request.lines.get(key) if request is not None else None
    if line is None:
        line = _Line(by, dossier, facts)
        if request is not None:
            request.lines[key] = line
    line.parts[part] = None
    if request is None:
        _write(context, _NO_REQUEST, [line])


def record_register(
    context: Context, by: Actor, unit: str | None, dossier: DossierRef, purpose: str, facts: Mapping[str, Any]
) -> None:
    """Records that another system is asked about a person, in a dossier, for ``by`` and for a purpose.

    ``facts``: topic, register, the request's number, and whom it asks about. Written at once, before anything is asked.
    """
    line = _Line(by, dossier, _facts(facts), {"register": None}, unit)
    _write(context, RequestAccesses("workers", "register", purpose), [line])


def _facts(subject: Any) -> dict[str, Any] | None:
    """The values of a subject that are set; ``None`` if none is, as in an empty filter."""
    if subject is None:
        return None
    return {name: value for name, value in to_lossy_json(subject).items() if value not in (None, "", [], {})} or None


def _write(context: Context, request: RequestAccesses, seen: Collection[_Line]) -> None:
    with context.work() as work:
        work.connection.execute(_INSERT, [_row(context, request, one, on) for one, on in _based(context, work, seen)])


def _based(context: Context, work: Reading, seen: Collection[_Line]) -> Iterator[tuple[_Line, Basis]]:
    """Each reading with its basis; a request is one person's."""
    for by in {(one.by.kind, one.by.id): one.by for one in seen}.values():
        own = [one for one in seen if (one.by.kind, one.by.id) == (by.kind, by.id)]
        dossiers = {one.dossier.id for one in own if one.dossier is not None}
        found = basis.of_readings(work, context.directory.tree(), by, dossiers)
        for one in own:
            yield one, found[one.dossier.id] if one.dossier is not None else Basis()


def _row(context: Context, request: RequestAccesses, seen: _Line, on: Basis) -> dict[str, Any]:
    by = seen.by
    dossier_id, code = seen.dossier or (None, None)
    return {
        "id": uuid7(),
        "at": context.now(),
        "kind": by.kind,
        "person_id": by.id,
        "username": by.username,
        "name": by.name,
        "roles": ", ".join(f"{held.role}@{held.unit_code}" for held in by.memberships),
        "unit": seen.unit or unit_of(by),
        "parts": f",{','.join(seen.parts)},",
        "dossier_id": dossier_id,
        "dossier": code,
        "subject": seen.subject,
        "purpose": request.purpose,
        "basis": on.kind,
        "basis_of": on.of,
        "searched": request.searched or "search" in (seen.subject or ()),
        "door": request.door,
        "page": request.page,
        "address": by.address,
    }
