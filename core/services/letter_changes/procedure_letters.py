"""A procedure's own letters, which designers change: each change is a new version of the procedure, through its deployment."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from sqlalchemy import select

from core.db.base import AnyRow
from core.db.models import Person, Procedure, ProcedureFile, ProcedureVersion
from core.db.reading import Reading
from core.errors.letters import LetterMovedOn, LetterRefused
from core.errors.procedures import ProcedureUnknown, VersionMovedOn
from core.errors.requests import NotFound
from core.services.authorization import admin_scope, rights
from core.services.context.context import Context
from core.services.context.versions import Version
from core.services.interventions.reasons import require_reason
from core.services.letter_changes import checks
from core.services.letter_changes.checks import Draft, file_of
from core.services.letters import office_texts, templates
from core.services.procedures.package import Package
from core.services.procedures.service import Procedures, files_of
from core.services.views.actors import Actor
from core.services.views.letter_changes import LetterLine, LetterSaved, LetterShown, LetterText

ROLES = ("designer", "admin")
#: so often a text is put onto the newest version, while others deploy
TRIES = 3


class ProcedureLetters:
    """What designers see of a procedure's letters, and change."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._procedures = Procedures(context)

    def lines(self, code: str, by: Actor) -> list[LetterLine]:
        """Every letter that the procedure can send, as its newest version has it. Raises :class:`ProcedureUnknown`."""
        rights.require_role(by, *ROLES)
        with self._context.work.read() as work:
            version = self._current(work, code)
            origins = _origins(work, version)
        names = [(event, language) for event in templates.events(version.letters) for language in templates.LANGUAGES]
        known = {*templates.office(), *version.letters}
        return [_line(*name, origins) for name in names if file_of(*name) in known]

    def text(self, code: str, event: str, language: str, by: Actor) -> LetterText:
        """A letter to be edited. Raises :class:`ProcedureUnknown`, :class:`NotFound`."""
        rights.require_role(by, *ROLES)
        with self._context.work.read() as work:
            version = self._current(work, code)
            behind = {**templates.office(), **office_texts.in_force(work)}.get(_name(version, event, language), "")
            origins = _origins(work, version)
        own = version.letters.get(file_of(event, language))
        return LetterText(
            line=_line(event, language, origins),
            source=behind if own is None else own,
            behind=behind,
            mark=_mark(own),
            may_change=self.may_change(by),
        )

    def may_change(self, by: Actor) -> bool:
        """Whether the person may deploy."""
        return admin_scope.holds_whole_office(self._context.directory.tree(), by, *ROLES)

    def show(self, code: str, event: str, language: str, source: str, by: Actor) -> LetterShown:
        """A text as it would go out; nothing is stored. Raises :class:`ProcedureUnknown`, :class:`NotFound`."""
        rights.require_role(by, *ROLES)
        with self._context.work.read() as work:
            return self._shown(work, self._current(work, code), event, language, checks.typed(source))

    def save(
        self, code: str, event: str, language: str, source: str | None, by: Actor, *, reason: str, mark: str
    ) -> LetterSaved:
        """Deploys the procedure with this letter; ``source`` none: without it, so that the office's is sent again. ``mark``: of
        the text it was made from. What stands there already is deployed by nobody a second time.

        Raises :class:`LetterMovedOn`, :class:`LetterRefused`, :class:`ReasonMissing`, and what deployment raises.
        """
        rights.require_scope(by, "deployments:write")
        admin_scope.require_whole_office(self._context.directory.tree(), by, *ROLES)
        reason = require_reason(reason)
        text = None if source is None else checks.typed(source)
        for left in reversed(range(TRIES)):
            try:
                return self._save(code, event, language, text, by, reason, mark)
            except VersionMovedOn:
                if not left:
                    raise
        raise AssertionError("the last try returns or raises")

    def _save(
        self, code: str, event: str, language: str, text: str | None, by: Actor, reason: str, mark: str
    ) -> LetterSaved:
        letter = f"{event}.{language}"
        with self._context.work.read() as work:
            version = self._current(work, code)
            name = _name(version, event, language)
            own = version.letters.get(name)
            if own == text:
                return LetterSaved(letter=letter, number=version.view.version, changed=False)
            if _mark(own) != mark:
                raise LetterMovedOn(letter=letter, by=_line(event, language, _origins(work, version)).by or "?")
            if text is not None and (found := self._shown(work, version, event, language, text)).refused:
                raise LetterRefused(found.problems)
            files = files_of(work, version.view.version_id)
        files.pop(f"{templates.FOLDER}{name}", None)
        if text is not None:
            files[f"{templates.FOLDER}{name}"] = text.encode()
        deployed = self._procedures.deploy(files, by, expected=code, onto=version.view.version_id, reason=reason)
        return LetterSaved(letter=letter, number=deployed.version)

    def _shown(self, work: Reading, version: Version, event: str, language: str, source: str) -> LetterShown:
        _name(version, event, language)
        calls = Package.of(files_of(work, version.view.version_id)).letter_calls()
        draft = Draft(
            event=event,
            language=language,
            source=source,
            own={**office_texts.in_force(work), **version.letters},
            mine=version.letters,
            calls=calls,
            procedure=version.view.name,
        )
        return checks.shown(self._context, draft)

    def _current(self, work: Reading, code: str) -> Version:
        version = self._context.versions.current(code, work)
        if version is None:
            raise ProcedureUnknown(procedure=code[:60])
        return version


def _name(version: Version, event: str, language: str) -> str:
    """The file of a letter that there is in some language. Raises :class:`NotFound`."""
    if language not in templates.LANGUAGES or event not in templates.events(version.letters):
        raise NotFound(what="Letter template", name=f"{event}.{language}"[:60])
    return file_of(event, language)


def _mark(own: str | None) -> str:
    return "" if own is None else sha256(own.encode()).hexdigest()


def _line(event: str, language: str, origins: Mapping[str, AnyRow]) -> LetterLine:
    row = origins.get(file_of(event, language))
    if row is None:
        return LetterLine(event=event, language=language)
    told = {"number": row.number, "at": row.deployed, "by": row.name or ""}
    return LetterLine(event=event, language=language, own=True, **told)


def _origins(work: Reading, version: Version) -> dict[str, AnyRow]:
    """File name of an own letter → the version with which its present text came: number, ``deployed`` and ``name`` of who did."""
    rows = work.execute(
        select(
            ProcedureFile.name.label("file"),
            ProcedureFile.data,
            ProcedureVersion.number,
            ProcedureVersion.deployed,
            Person.name,
        )
        .join(ProcedureVersion, ProcedureVersion.id == ProcedureFile.version_id)
        .join(Procedure, Procedure.id == ProcedureVersion.procedure_id)
        .outerjoin(Person, Person.id == ProcedureVersion.deployed_by_id)
        .where(
            Procedure.code == version.view.code,
            ProcedureVersion.number <= version.view.version,
            ProcedureFile.name.in_([f"{templates.FOLDER}{name}" for name in version.letters]),
        )
        .order_by(ProcedureVersion.number.desc())
    ).all()
    found: dict[str, AnyRow] = {}
    for row in rows:
        name = row.file.removeprefix(templates.FOLDER)
        before = found.get(name)
        if before is None or (before.number == row.number + 1 and before.data == row.data):
            found[name] = row
    return found
