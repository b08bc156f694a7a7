"""The desk tells applicants what no letter and no message could: the list, the text to read out, and that it was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from jinja2 import TemplateError
from sqlalchemy import ColumnElement, func, select, true, update

from core.db.base import AnyRow, AnySelect
from core.db.models import Dossier, Incident, Untold
from core.db.unit_of_work import Work
from core.domain import text
from core.domain.history import EventKind
from core.domain.json_values import to_json
from core.domain.states import IncidentState, Settlement
from core.domain.untold import Way
from core.errors.base import Reason
from core.errors.requests import BadValue, NotFound
from core.services.authorization import rights
from core.services.cases.cases import Case, lock_dossier, read_dossier
from core.services.cases.execution import dossier_context
from core.services.context.context import Context
from core.services.evidence import access, history
from core.services.evidence.event_drafts import EventDraft
from core.services.letters import office_texts, templates
from core.services.outside.letter_facts import LetterFacts, LetterSource
from core.services.outside.manifests import DESK
from core.services.requests import idempotency
from core.services.requests.idempotency import IdempotentRequest
from core.services.running import incident_closing
from core.services.views.actors import Actor
from core.services.views.untold import UntoldView

#: the most of a list, and characters of a note
MOST, MOST_CHARACTERS = 100, 2000
_TOLD: Final = ("template", "reason", "answer", "opened", "done", "way", "note")
#: what a clerk may say; that the letter went out after all is found by the office
TOLD_BY: Final = (Way.PHONE, Way.POST, Way.VISIT, Way.NONE)


class UntoldLetters:
    """What clerks of a desk ask and say."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._facts = LetterFacts(context)

    def waiting(self, by: Actor) -> tuple[UntoldView, ...]:
        """What is to be told at the desks the person works at, the oldest first, with the text of each letter."""
        return self._listed(by, Untold.done.is_(None), Untold.opened)

    def told(self, by: Actor) -> tuple[UntoldView, ...]:
        """What was told lately, the newest first."""
        return self._listed(by, Untold.done.is_not(None), Untold.done.desc())

    def count(self, by: Actor) -> int:
        """How many wait."""
        with self._context.work.read() as work:
            found = select(func.count()).select_from(Untold).where(Untold.done.is_(None), self._here(by))
            return work.scalar(found) or 0

    def done(self, untold_id: UUID, way: str, note: str, by: Actor, key: str | None = None) -> UntoldView:
        """Notes that the applicant was told, or that nobody could be; in the dossier's history. The incident of a letter that
        no step waits for is closed with it.

        Raises :class:`BadValue` (no way, no note), :class:`NotFound`. What was told already stays as it was said first.
        """
        rights.require_scope(by, "dossiers:write")
        rights.require_role(by, *DESK)
        note = text.normalize_line(note)
        if way not in TOLD_BY:
            raise BadValue(field="way", reason=Reason("say how the applicant was told"))
        if not 1 <= len(note) <= MOST_CHARACTERS:
            raise BadValue(field="note", reason=Reason("write 1 to %(limit)s characters", limit=MOST_CHARACTERS))
        request = IdempotentRequest.of(by, "untold.done", UntoldView, key, str(untold_id), way, note)
        return idempotency.execute_once(
            self._context.work, request, lambda: self._done(request, untold_id, Way(way), note)
        )

    def _done(self, request: IdempotentRequest[UntoldView], untold_id: UUID, way: Way, note: str) -> UntoldView:
        by, now = request.by, self._context.now()
        with self._context.work() as work:
            first = idempotency.stored_answer(work, request)
            if first is not None:
                return first
            row = work.execute(_rows().where(Untold.id == untold_id, self._here(by))).one_or_none()
            if row is None:
                raise NotFound(what="Letter to tell", name=str(untold_id))
            case = lock_dossier(self._context, work, row.dossier_id)
            values = {"done": now, "done_by_id": by.id, "done_by_name": by.name, "way": way, "note": note}
            open_still = update(Untold).where(Untold.id == untold_id, Untold.done.is_(None))
            if work.update(open_still.values(**values)):
                self._close_incident(work, case, row.incident_id, by)
                facts = {"letter": row.template, "way": way, "note": note}
                history.record(work, case, EventDraft(EventKind.CLERK_APPLICANT_TOLD, facts, by, now))
            row = work.execute(_rows().where(Untold.id == untold_id)).one()
            view = self._view(row, case, ("", ""))
            idempotency.store_answer(work, request, view, now)
            return view

    def _close_incident(self, work: Work, case: Case, incident: UUID | None, by: Actor) -> None:
        query = select(Incident.id, Incident.element, Incident.topic).where(
            Incident.id == incident, Incident.state == IncidentState.OPEN
        )
        row = None if incident is None else work.execute(query).one_or_none()
        if row is not None:
            incident_closing.close(work, case, row, Settlement.TOLD, by, self._context.now())

    def _listed(self, by: Actor, condition: ColumnElement[bool], order: Any) -> tuple[UntoldView, ...]:
        rights.require_scope(by, "dossiers:read")
        rights.require_role(by, *DESK)
        query = _rows().where(condition, self._here(by)).order_by(order, Untold.id).limit(MOST)
        with self._context.work.read() as work:
            rows: Sequence[AnyRow] = work.execute(query).all()
            cases = {row.dossier_id: read_dossier(self._context, work, row.dossier_id) for row in rows}
            changed = office_texts.in_force(work) if rows else {}
        access.record_access(self._context, by, "dossiers", subject={"letters": "to tell"})
        return tuple(
            self._view(row, cases[row.dossier_id], self._written(row, cases[row.dossier_id], changed)) for row in rows
        )

    def _written(self, row: AnyRow, case: Case, changed: Mapping[str, str]) -> tuple[str, str]:
        """Subject and text of the letter; empty where it cannot be made: the clerk opens the dossier instead. ``changed``: the
        office's own letters."""
        if not row.template:
            return "", ""
        context = to_json(dossier_context(self._context, case))
        source = LetterSource(case.code, row.template, row.payload, context, self._context.settings.address)
        try:
            found = templates.rendered(row.template, self._facts.of(source), {**changed, **case.version.letters})
        except (TemplateError, NotFound):
            return "", ""
        subject, _, body = found.partition("\n")
        return " ".join(subject.split()), body.strip()

    def _view(self, row: AnyRow, case: Case, written: tuple[str, str]) -> UntoldView:
        who: Mapping[str, str] = case.row.applicant
        told: dict[str, Any] = {name: getattr(row, name) for name in _TOLD}
        return UntoldView(
            id=row.id,
            dossier=case.code,
            procedure=case.version.view.name,
            unit=self._context.directory.tree().nodes[row.unit_id].code,
            applicant=who.get("name", ""),
            phone=who.get("phone", ""),
            email=who.get("email", ""),
            address=who.get("address", ""),
            **told,
            done_by=row.done_by_name,
            subject=written[0],
            text=written[1],
        )

    def _here(self, by: Actor) -> ColumnElement[bool]:
        """The condition that a letter is told at a desk the person works at, or below."""
        units, tree = rights.serving(by, *DESK), self._context.directory.tree()
        if units is None:
            return true()
        return Untold.unit_id.in_(frozenset().union(*(tree.below(unit) for unit in units)))


def _rows() -> AnySelect:
    return select(*Untold.__table__.c).join(Dossier, Dossier.id == Untold.dossier_id)
