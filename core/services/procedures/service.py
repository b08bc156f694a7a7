"""Procedures: the catalogue, and deploying new versions of diagrams. A version never changes once it is there."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update

from bpmn import lint as linting
from bpmn import parse
from bpmn.problem import Problem
from core.db.models import Dossier, MessageStart, Person, Procedure, ProcedureFile, ProcedureVersion
from core.db.reading import Reading
from core.db.unit_of_work import Work
from core.domain import calendar
from core.domain.identifiers import uuid7
from core.domain.journal import JournalKind
from core.errors.forms import FieldErrors
from core.errors.procedures import DeploymentRefused, ProcedureUnknown, VersionMovedOn
from core.services.authorization import admin_scope, rights
from core.services.cases.functions import office_functions
from core.services.context.context import Context
from core.services.context.library import VersionLibrary
from core.services.context.versions import DETAILS, DIAGRAM, Version, digest, tables_of
from core.services.evidence import journal
from core.services.procedures import letter_rules, outline, package_rules
from core.services.procedures.outline import OutlineStep
from core.services.procedures.package import Package
from core.services.tasks import fields
from core.services.views.actors import Actor
from core.services.views.forms import FormView, SubmittedInputs
from core.services.views.procedures import ProcedureView, VersionView


@dataclass(frozen=True, slots=True)
class _NewVersion:
    """What is deployed: the files of a folder, what their ``procedure.toml`` says, and their digest. ``onto``: the version it
    was made from, where it must still be in force; ``reason``: for the journal, if one was given."""

    code: str
    files: Mapping[str, bytes]
    details: dict[str, Any]
    sha256: str
    onto: UUID | None = None
    reason: str = ""


class Procedures:
    """Reads procedures and deploys them."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def catalogue(self) -> list[ProcedureView]:
        """The newest version of each procedure, by field and name."""
        with self._context.work.read() as work:
            current = work.scalars(select(Procedure.current_id).where(Procedure.current_id.is_not(None)))
            views = [self._context.versions.get(version, work).view for version in current if version]
        return sorted(views, key=lambda view: (view.field, view.name))

    def get(self, code: str, version: int | None = None) -> ProcedureView:
        """A procedure's version, the newest unless a number is given. Raises :class:`ProcedureUnknown`."""
        with self._context.work.read() as work:
            return self._version(work, code, version).view

    def versions(self, code: str) -> list[VersionView]:
        """All versions, the newest first, with how many dossiers still run on each."""
        with self._context.work.read() as work:
            rows = work.scalars(
                select(ProcedureVersion)
                .join(Procedure, Procedure.id == ProcedureVersion.procedure_id)
                .where(Procedure.code == code)
                .order_by(ProcedureVersion.number.desc())
            ).all()
            if not rows:
                raise ProcedureUnknown(procedure=code)
            return [_version_view(work, code, row) for row in rows]

    def drawing(self, code: str, version: int | None = None) -> bytes:
        """The diagram of a version in UTF-8, whatever it was written in. Raises :class:`ProcedureUnknown`."""
        with self._context.work.read() as work:
            return self._version(work, code, version).diagram

    def files(self, code: str, version: int | None = None) -> dict[str, bytes]:
        """The files of a version, byte for byte."""
        with self._context.work.read() as work:
            found = self._version(work, code, version).view.version_id
            return files_of(work, found)

    def steps(self, code: str) -> tuple[OutlineStep, ...]:
        """What people of the office do in a procedure, in the order of its diagram."""
        with self._context.work.read() as work:
            return outline.steps(self._version(work, code, None).definition)

    def start_form(
        self, code: str, data: Mapping[str, Any] | None = None, errors: FieldErrors | None = None
    ) -> FormView | None:
        """The form of reception resolved for rendering, if the procedure has one."""
        with self._context.work.read() as work:
            version = self._version(work, code, None)
        return fields.start_form(self._context, version, data, errors)

    def read_start_form(self, code: str, inputs: SubmittedInputs) -> dict[str, Any]:
        """The data of a submitted HTML form of reception."""
        with self._context.work.read() as work:
            version = self._version(work, code, None)
        form = version.form(version.view.start_form)
        return fields.read_inputs(form, inputs) if form else {}

    def lint(self, files: Mapping[str, bytes], expected: str | None = None) -> list[Problem]:
        """Everything wrong with a folder of files, worst first; nothing is stored.

        ``expected``: the code of the procedure they are meant for, where somebody said so.
        """
        return package_rules.too_much(files) or self._lint(Package.of(files), expected)

    def _lint(self, package: Package, expected: str | None) -> list[Problem]:
        files = package.files
        diagram = files.get(DIAGRAM)
        found = package_rules.check(package, self._context.served)
        found += letter_rules.problems(files, package.letter_calls())
        if diagram is not None:
            forms = {name.removesuffix(".form"): data for name, data in files.items() if name.endswith(".form")}
            tables = tables_of(files)
            with self._context.work.read() as work:
                library = VersionLibrary(self._context.versions, work)
                nodes = self._context.directory.tree().nodes.values()
                units = {name for node in nodes for name in (node.code, node.slug)}
                functions = office_functions(calendar.standard())
                found += linting.lint(
                    diagram,
                    forms=forms,
                    tables=tables,
                    library=library,
                    functions=functions,
                    units=units,
                    served=self._context.served,
                )
        with self._context.work.read() as work:
            found += self._conflicts_with_catalogue(work, package, expected)
        return sorted(found, key=lambda problem: (problem.severity != "error", problem.line or 0))

    def _conflicts_with_catalogue(self, work: Reading, package: Package, expected: str | None) -> list[Problem]:
        """Conflicts with procedures that are deployed already."""
        details, definition = package.details, package.definition()
        if details is None:
            return []  # reported already
        if definition is None:
            return package_rules.agree(details, {}, expected)
        found = package_rules.agree(details, definition.properties, expected)
        owner = self._owner(work, definition.process_id)
        if owner is not None and owner.code != details.get("code"):
            found.append(package_rules.taken(definition.process_id, owner.code, owner.name))
        return found

    def _owner(self, work: Reading, process: str) -> ProcedureView | None:
        """The procedure that was the first to be deployed with this process."""
        held = select(ProcedureVersion.id).where(ProcedureVersion.process_id == process)
        first = work.scalar(held.order_by(ProcedureVersion.deployed, ProcedureVersion.id).limit(1))
        return None if first is None else self._context.versions.get(first, work).view

    def complete_files(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """A part of a folder completed from the newest version of the procedure it names.

        A folder with its diagram and its details is whole: what it leaves out was taken away.
        """
        return dict(self._completed(Package.of(files)).files)

    def _completed(self, package: Package) -> Package:
        if {DIAGRAM, DETAILS} <= package.files.keys():
            return package
        code = package.code()
        try:
            return package if code is None else package.completed(self.files(code))
        except ProcedureUnknown:
            return package

    def deploy(
        self,
        files: Mapping[str, bytes],
        by: Actor,
        key: str | None = None,
        expected: str | None = None,
        *,
        onto: UUID | None = None,
        reason: str = "",
    ) -> VersionView:
        """Deploys a new version; the same files again are the same version, so ``key`` adds nothing.

        Files left out are those of the newest version. ``onto``: the version the files were made from, which must still be
        in force. Raises :class:`DeploymentRefused` with all problems, :class:`VersionMovedOn`, and
        :class:`Forbidden` where the role is not held at the top: a version holds in every unit at once.
        """
        rights.require_scope(by, "deployments:write")
        admin_scope.require_whole_office(self._context.directory.tree(), by, "designer", "admin")
        if excess := package_rules.too_much(files):  # nothing of it is decoded
            raise DeploymentRefused(excess)
        package = self._completed(Package.of(files))
        problems = package_rules.too_much(package.files) or self._lint(package, expected)
        if package.details is None or any(problem.severity == "error" for problem in problems):
            raise DeploymentRefused(problems)
        new = _NewVersion(package.details["code"], package.files, package.details, digest(package.files), onto, reason)
        with self._context.work() as work:
            procedure = self._procedure(work, new.code)
            row = work.scalar(
                select(ProcedureVersion).where(
                    ProcedureVersion.procedure_id == procedure, ProcedureVersion.sha256 == new.sha256
                )
            )
            if row is None:
                row = self._insert(work, procedure, new, by)
            self._make_current(work, procedure, row, new, by)
            return _version_view(work, new.code, row, tuple(problems))

    def _make_current(self, work: Work, procedure: UUID, row: ProcedureVersion, new: _NewVersion, by: Actor) -> None:
        """New dossiers get this version from now on; a no-op if it is current already."""
        here = Procedure.id == procedure
        current = work.scalar(select(Procedure.current_id).where(here))
        if current == row.id:
            return
        if new.onto not in (None, current):
            raise VersionMovedOn(procedure=new.code)
        work.session.execute(update(Procedure).where(here).values(current_id=row.id))
        hashes = {name: hashlib.sha256(data).hexdigest() for name, data in new.files.items()}
        facts = {"procedure": new.code, "version": row.number, "sha256": row.sha256, "files": hashes}
        facts |= {"reason": new.reason} if new.reason else {}
        journal.note(self._context, work, JournalKind.DESIGNER_PROCEDURE_DEPLOYED, facts, by)

    def _insert(self, work: Work, procedure: UUID, new: _NewVersion, by: Actor) -> ProcedureVersion:
        newest = work.scalar(
            select(func.max(ProcedureVersion.number)).where(ProcedureVersion.procedure_id == procedure)
        )
        definition = parse.load(new.files[DIAGRAM], tables_of(new.files))
        row = ProcedureVersion(
            id=uuid7(),
            procedure_id=procedure,
            number=(newest or 0) + 1,
            sha256=new.sha256,
            details=new.details,
            process_id=definition.process_id,
            version_tag=definition.version_tag,
            deployed=self._context.now(),
            deployed_by_id=by.id,
        )
        work.session.add(row)
        work.session.flush()
        work.session.execute(
            insert(ProcedureFile),
            [{"version_id": row.id, "name": name, "data": data} for name, data in sorted(new.files.items())],
        )
        message_starts = [
            {"version_id": row.id, "name": one.message, "element": one.element}
            for one in definition.starts
            if one.message
        ]
        if message_starts:
            work.session.execute(insert(MessageStart), message_starts)
        return row

    def _procedure(self, work: Work, code: str) -> UUID:
        """The procedure's row under lock, made if it is new: two deployments get two numbers."""
        found = work.scalar(select(Procedure.id).where(Procedure.code == code).with_for_update())
        if found is not None:
            return found
        procedure = uuid7()
        work.session.execute(insert(Procedure), {"id": procedure, "code": code})
        return procedure

    def _version(self, work: Reading, code: str, number: int | None) -> Version:
        if number is not None:
            return self._context.versions.numbered(code, number, work)
        version = self._context.versions.current(code, work)
        if version is None:
            raise ProcedureUnknown(procedure=code)
        return version


def files_of(work: Reading, version_id: UUID) -> dict[str, bytes]:
    """The files of a version by name, byte for byte."""
    rows = work.execute(select(ProcedureFile.name, ProcedureFile.data).where(ProcedureFile.version_id == version_id))
    return {row.name: row.data for row in rows}


def _version_view(work: Reading, code: str, row: ProcedureVersion, problems: tuple[Problem, ...] = ()) -> VersionView:
    running = work.scalar(select(func.count()).where(Dossier.version_id == row.id, Dossier.finished.is_(None)))
    who = work.scalar(select(Person.name).where(Person.id == row.deployed_by_id)) if row.deployed_by_id else None
    return VersionView(
        id=row.id,
        procedure=code,
        version=row.number,
        sha256=row.sha256,
        deployed=row.deployed,
        deployed_by=who or "Hệ thống",
        running=running or 0,
        problems=problems,
    )
