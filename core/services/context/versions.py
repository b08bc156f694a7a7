"""Procedure versions ready to run. A version never changes, so it is read and parsed once a process."""

from __future__ import annotations

import dataclasses
import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from uuid import UUID

from cachetools import LRUCache, cachedmethod
from sqlalchemy import select

from bpmn import parse
from bpmn.definition import Definition
from bpmn.diagram.xml import as_utf8
from bpmn.forms import Form, parse_form
from core.db.base import AnySelect
from core.db.models import Procedure, ProcedureFile, ProcedureVersion
from core.db.reading import Reading
from core.db.unit_of_work import UnitOfWork
from core.errors.procedures import ProcedureUnknown
from core.errors.requests import NotFound
from core.services.views.procedures import Component, ProcedureView

KEPT = 256
#: The files every procedure's folder has.
DIAGRAM = "process.bpmn"
DETAILS = "procedure.toml"
#: the folder of its own letters
LETTERS = "letters/"
#: levels of tables and lists in it; the office's own need three
DETAILS_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Version:
    """A version with its diagram parsed and its forms read."""

    view: ProcedureView
    definition: Definition
    forms: Mapping[str, Form]
    diagram: bytes
    #: status → what its notice says, texts or FEEL (``[[notices]]`` of the details)
    notices: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    #: its own templates of letters by file name, ``status-5.vi.txt``
    letters: Mapping[str, str] = field(default_factory=dict)

    def form(self, form_id: str | None) -> Form | None:
        """The form of that id, if the version has it."""
        return self.forms.get(form_id) if form_id else None

    def step(self, element: str) -> str:
        """The element's name for people; its id where the diagram gives it none."""
        found = self.definition.elements.get(element.partition("/")[0])  # of a called process: its call activity
        return (found.name if found else "") or element


class Versions:
    """Versions by id, the most recently used ones kept."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._kept: LRUCache[UUID, Version] = LRUCache(KEPT)
        self._lock = Lock()
        #: versions never change, so this never does either
        self._by_sha256: dict[str, UUID] = {}

    @cachedmethod(
        lambda self: self._kept, key=lambda _, version_id, work=None: version_id, lock=lambda self: self._lock
    )
    def get(self, version_id: UUID, work: Reading | None = None) -> Version:
        """The version, read through ``work`` if it is not known yet (a lock already held must not be waited for)."""
        if work is None:
            with self._work.read() as reading:
                return read_version(reading, version_id)
        return read_version(work, version_id)

    def holding(self, process_id: str, version_tag: str | None = None, work: Reading | None = None) -> Version | None:
        """The version that a call of this process begins: the newest one of its procedure, or the newest one with a tag.

        Where two procedures hold the same process, the one deployed last.
        """
        found = select(ProcedureVersion.id).where(ProcedureVersion.process_id == process_id)
        if version_tag is None:
            found = found.join(Procedure, Procedure.current_id == ProcedureVersion.id)
        else:
            found = found.where(ProcedureVersion.version_tag == version_tag)
        return self._first(found.order_by(ProcedureVersion.deployed.desc(), ProcedureVersion.id.desc()), work)

    def by_sha256(self, sha256: str, work: Reading | None = None) -> Version | None:
        """The version with this SHA-256 over all its files."""
        known = self._by_sha256.get(sha256)
        if known is not None:
            return self.get(known, work)
        version = self._first(select(ProcedureVersion.id).where(ProcedureVersion.sha256 == sha256), work)
        if version is not None:
            self._by_sha256[sha256] = version.view.version_id
        return version

    def _first(self, query: AnySelect, work: Reading | None) -> Version | None:
        if work is None:
            with self._work.read() as reading:
                return self._first(query, reading)
        found = work.scalar(query.limit(1))
        return None if found is None else self.get(found, work)

    def current(self, code: str, work: Reading) -> Version | None:
        """The newest version of a procedure, or ``None`` where there is no such procedure."""
        current = work.scalar(select(Procedure.current_id).where(Procedure.code == code))
        return self.get(current, work) if current else None

    def numbered(self, code: str, number: int, work: Reading) -> Version:
        """A version of a procedure by its number. Raises :class:`ProcedureUnknown`."""
        found = work.scalar(
            select(ProcedureVersion.id)
            .join(Procedure, Procedure.id == ProcedureVersion.procedure_id)
            .where(Procedure.code == code, ProcedureVersion.number == number)
        )
        if found is None:
            raise ProcedureUnknown(procedure=f"{code} ({number})")
        return self.get(found, work)


def read_version(work: Reading, version_id: UUID) -> Version:
    """Reads and parses a version. Raises :class:`NotFound`."""
    row = work.get(ProcedureVersion, version_id)
    if row is None:
        raise NotFound(what="Procedure version", name=str(version_id))
    rows = work.execute(select(ProcedureFile.name, ProcedureFile.data).where(ProcedureFile.version_id == version_id))
    files = {row.name: row.data for row in rows}
    parsed = [parse_form(data) for name, data in sorted(files.items()) if name.endswith(".form")]
    by_id = {form.id: form for form in parsed}
    diagram, view = files[DIAGRAM], procedure_view(row.details, row)
    start, definition = by_id.get(view.start_form), parse.load(diagram, tables_of(files))
    form = start.schema if start else None
    return Version(
        view=dataclasses.replace(view, form=form, applied_for=definition.start() is not None),
        definition=definition,
        forms=by_id,
        diagram=as_utf8(diagram),
        notices={one["status"]: one for one in row.details.get("notices", ())},
        letters={
            name.removeprefix(LETTERS): data.decode("utf-8") for name, data in files.items() if name.startswith(LETTERS)
        },
    )


def digest(files: Mapping[str, bytes]) -> str:
    """SHA-256 over names and contents, in the order of the names: it identifies a deployment."""
    whole = hashlib.sha256()
    for name in sorted(files):
        whole.update(f"{name}\0{hashlib.sha256(files[name]).hexdigest()}\n".encode())
    return whole.hexdigest()


def tables_of(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The decision tables among a version's files, by name without ending."""
    return {name.removesuffix(".dmn"): data for name, data in files.items() if name.endswith(".dmn")}


def read_details(data: bytes) -> dict[str, Any]:
    """``procedure.toml`` as a dictionary of JSON values (dates as ISO text). Raises ``ValueError``."""
    try:
        details = tomllib.loads(data.decode("utf-8"))
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if _deeper(details, DETAILS_DEPTH):
        raise ValueError(f"it is nested deeper than {DETAILS_DEPTH} levels")
    return {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in details.items()}


def _deeper(value: Any, levels: int) -> bool:
    """Whether lists and tables are nested deeper than so many levels; looks no further than that."""
    if levels == 0:
        return True
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_deeper(part, levels - 1) for part in parts)


def procedure_view(details: Mapping[str, Any], row: ProcedureVersion) -> ProcedureView:
    """What the doors see of a version."""
    return ProcedureView(
        id=row.procedure_id,
        code=details["code"],
        name=details["name"],
        name_en=details.get("name_en", ""),
        field=details.get("field", ""),
        field_code=details.get("field_code", ""),
        level=details.get("level", "commune"),
        law=details.get("law", ""),
        time_limit=details["time_limit"],
        pause=details.get("pause", "restart"),
        fee=int(details.get("fee", 0)),
        fee_note=details.get("fee_note", ""),
        result=details.get("result", ""),
        start_form=details.get("start_form", ""),
        channels=tuple(details.get("channels", ("counter", "online", "post"))),
        return_by=tuple(details.get("return_by", ("counter", "post"))),
        components=tuple(Component(**component) for component in details.get("components", ())),
        version=row.number,
        version_id=row.id,
        sha256=row.sha256,
        deployed=row.deployed,
        note=details.get("note", ""),
        office_note=details.get("office_note", ""),
    )
