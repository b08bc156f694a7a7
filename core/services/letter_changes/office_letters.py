"""The office's own letters, which administrators of the whole office change: each change is a version, the newest is in force."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from sqlalchemy import insert, select

from core.db.base import table_of
from core.db.conflicts import ConcurrentUpdate
from core.db.models import OfficeText
from core.db.reading import Reading
from core.domain.identifiers import uuid7
from core.domain.journal import JournalKind
from core.errors.letters import LetterMovedOn, LetterRefused
from core.errors.requests import NotFound
from core.services.authorization import admin_scope, rights
from core.services.context.context import Context
from core.services.evidence import journal
from core.services.interventions.reasons import require_reason
from core.services.letter_changes import checks
from core.services.letter_changes.checks import Draft, file_of
from core.services.letters import office_texts, templates
from core.services.requests import idempotency
from core.services.requests.idempotency import IdempotentRequest
from core.services.views.actors import Actor
from core.services.views.letter_changes import LetterLine, LetterRevision, LetterSaved, LetterShown, LetterText

#: who looks at them
READERS = ("designer", "admin")
_INSERT = insert(table_of(OfficeText))


class OfficeLetters:
    """What administrators see of the office's letters, and change."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def lines(self, by: Actor) -> list[LetterLine]:
        """Every letter of the office in each language."""
        rights.require_role(by, *READERS)
        with self._context.work.read() as work:
            rows = {(row.event, row.language): row for row in work.execute(office_texts.newest()).all()}
        events = [(event, language) for event in templates.events({}) for language in templates.LANGUAGES]
        return [_line(event, language, rows.get((event, language))) for event, language in events]

    def text(self, event: str, language: str, by: Actor) -> LetterText:
        """A letter to be edited. Raises :class:`NotFound`."""
        rights.require_role(by, *READERS)
        shipped = _shipped(event, language)
        with self._context.work.read() as work:
            rows = work.execute(_revisions(event, language)).all()
        newest = rows[0] if rows else None
        return LetterText(
            line=_line(event, language, newest),
            source=newest.source if newest and newest.source is not None else shipped,
            behind=shipped,
            mark=str(newest.number if newest else 0),
            may_change=self.may_change(by),
            revisions=[_revision(row) for row in rows],
        )

    def may_change(self, by: Actor) -> bool:
        """Whether the person administers the whole office."""
        return admin_scope.holds_whole_office(self._context.directory.tree(), by, admin_scope.ADMIN)

    def show(self, event: str, language: str, source: str, by: Actor) -> LetterShown:
        """A text as it would go out; nothing is stored. Raises :class:`NotFound`."""
        rights.require_role(by, *READERS)
        _shipped(event, language)
        with self._context.work.read() as work:
            return self._shown(work, event, language, checks.typed(source))

    def save(
        self,
        event: str,
        language: str,
        source: str | None,
        by: Actor,
        *,
        reason: str,
        mark: str,
        key: str | None = None,
    ) -> LetterSaved:
        """A new version of a letter; ``source`` none: the shipped text again. ``mark``: of the text it was made from.

        Raises :class:`NotFound`, :class:`Forbidden`, :class:`ReasonMissing`, :class:`LetterMovedOn`, :class:`LetterRefused`.
        """
        rights.require_scope(by, "deployments:write")
        admin_scope.require_whole_office(self._context.directory.tree(), by, admin_scope.ADMIN)
        shipped, reason = _shipped(event, language), require_reason(reason)
        text = None if source is None else checks.typed(source)
        text = None if text == shipped else text
        request = IdempotentRequest.of(by, "letter.change", LetterSaved, key, event, language, text, reason, mark)
        try:
            return idempotency.execute_once(
                self._context.work, request, lambda: self._save(request, event, language, text, reason, mark)
            )
        except ConcurrentUpdate as error:  # two at the same moment: the other one was first
            raise self._moved_on(event, language) from error

    def _save(
        self,
        request: IdempotentRequest[LetterSaved],
        event: str,
        language: str,
        text: str | None,
        reason: str,
        mark: str,
    ) -> LetterSaved:
        context, by, now = self._context, request.by, self._context.now()
        with context.work() as work:
            if (first := idempotency.stored_answer(work, request)) is not None:
                return first
            newest = work.execute(_revisions(event, language).limit(1)).one_or_none()
            number, letter = (newest.number if newest else 0), f"{event}.{language}"
            if str(number) != mark:
                raise _by_another(newest, letter)
            if text == (newest.source if newest else None):
                return LetterSaved(letter=letter, number=number, changed=False)
            if text is not None and (found := self._shown(work, event, language, text)).refused:
                raise LetterRefused(found.problems)
            row = {"event": event, "language": language, "number": number + 1, "source": text, "reason": reason}
            who = {"by_id": by.id, "by_name": by.name, "at": now}
            work.writes.add(_INSERT, {"id": uuid7(), **row, **who})
            facts = {"letter": letter, "number": number + 1, "reason": reason}
            facts |= {} if text is None else {"sha256": sha256(text.encode()).hexdigest()}
            journal.note(context, work, JournalKind.ADMIN_LETTER_CHANGED, facts, by)
            saved = LetterSaved(letter=letter, number=number + 1)
            idempotency.store_answer(work, request, saved, now)
            return saved

    def _moved_on(self, event: str, language: str) -> LetterMovedOn:
        with self._context.work.read() as work:
            newest = work.execute(_revisions(event, language).limit(1)).one_or_none()
        return _by_another(newest, f"{event}.{language}")

    def _shown(self, work: Reading, event: str, language: str, source: str) -> LetterShown:
        own = office_texts.in_force(work)
        draft = Draft(event=event, language=language, source=source, own=own, mine={})
        return checks.shown(self._context, draft)


def _shipped(event: str, language: str) -> str:
    """The shipped text. Raises :class:`NotFound` for what is no letter of the office; its parts are none."""
    found = templates.office().get(file_of(event, language))
    if found is None or event in templates.PARTS:
        raise NotFound(what="Letter template", name=f"{event}.{language}"[:60])
    return found


def _revisions(event: str, language: str) -> Any:
    here = (OfficeText.event == event, OfficeText.language == language)
    return select(*OfficeText.__table__.c).where(*here).order_by(OfficeText.number.desc())


def _line(event: str, language: str, row: Any) -> LetterLine:
    if row is None:
        return LetterLine(event=event, language=language)
    told = {"number": row.number, "at": row.at, "by": row.by_name, "reason": row.reason}
    return LetterLine(event=event, language=language, own=row.source is not None, **told)


def _revision(row: Any) -> LetterRevision:
    return LetterRevision(number=row.number, at=row.at, by=row.by_name, reason=row.reason, source=row.source)


def _by_another(newest: Any, letter: str) -> LetterMovedOn:
    return LetterMovedOn(letter=letter, by=newest.by_name if newest else "?")
