"""The letters of procedures: for the workers that send them, and for designers who look at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from jinja2 import TemplateError
from sqlalchemy import select

from core.db.models import Dossier, Outbox
from core.domain import codes
from core.errors.procedures import ProcedureUnknown
from core.services.context.context import Context
from core.services.letters import office_texts, samples, templates
from core.services.views.jobs import Job


@dataclass(frozen=True, slots=True)
class LetterPreview:
    """A letter as it would be written. ``own``: its template is the procedure's; ``error``: why it cannot be shown; ``language``:
    ``vi`` or ``en``."""

    event: str
    own: bool
    subject: str = ""
    text: str = ""
    source: str = ""
    error: str = ""
    language: str = templates.LANGUAGE


class Letters:
    """Reads templates; changes nothing."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def of_job(self, job: Job) -> Mapping[str, str]:
        """The templates that differ from the shipped ones for a call: the office's own as they are now, before them those of the
        version that sends: the dossier's, or for a step inside of a called process that of the process as it is called now."""
        with self._context.work.read() as work:
            version_id = work.scalars(
                select(Dossier.version_id).where(Dossier.code == codes.normal_code(job.dossier))
            ).one()
            version = self._context.versions.get(version_id, work)
            element = work.scalars(select(Outbox.element).where(Outbox.id == job.id)).one()
            *calls, _ = element.split("/")
            for call in calls:
                process = version.definition.calls.get(call)
                found = self._context.versions.holding(process, work=work) if process else None
                version = found or version
            return {**office_texts.in_force(work), **version.letters}

    def previews(self, code: str, number: int | None = None) -> list[LetterPreview]:
        """Every letter of a version with the values of a demonstration. Raises :class:`ProcedureUnknown`."""
        with self._context.work.read() as work:
            versions = self._context.versions
            version = versions.current(code, work) if number is None else versions.numbered(code, number, work)
            changed = office_texts.in_force(work)
        if version is None:
            raise ProcedureUnknown(procedure=code)
        own = {**changed, **version.letters}
        known = {**templates.office(), **own}
        found = []
        for event in templates.events(own):
            for language in templates.LANGUAGES:
                name = f"{event}.{language}.txt"
                if name in known:
                    names = templates.read(known[name], own).names
                    facts = samples.facts(self._context, event, version.view.name, names)
                    preview = _preview(event, language, facts, own, known[name])
                    found.append(replace(preview, own=name in version.letters))
        return found


def _preview(event: str, language: str, facts: Mapping[str, Any], own: Mapping[str, str], source: str) -> LetterPreview:
    is_own = f"{event}.{language}.txt" in own
    try:
        subject, _, text = templates.rendered(event, facts, own, language).partition("\n")
        return LetterPreview(event, is_own, subject.strip(), text.strip(), source, language=language)
    except TemplateError as error:
        return LetterPreview(event, is_own, source=source, error=str(error.message), language=language)
