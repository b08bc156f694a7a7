"""Where a letter lies that is being edited: with the office, or with a procedure; and what its event is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from flask import url_for

from admin.request_context import me, office
from core.services.views.letter_changes import LetterSaved, LetterShown, LetterText
from web.badges import status_name
from web.i18n import gettext as _

#: events that are no status, in words
EVENTS: Final[Mapping[str, Callable[[], str]]] = {
    "reminder": lambda: _("letter of a step without a template of its own"),
    "refund": lambda: _("money goes back"),
    "parcel-failed": lambda: _("parcel not delivered"),
    "parcel-returned": lambda: _("parcel came back"),
    "parcel-cancelled": lambda: _("order of the parcel cancelled"),
    "parcel-lost": lambda: _("parcel lost"),
    "parcel-sent-again": lambda: _("parcel sent again"),
    "papers-ordered": lambda: _("fetching of papers ordered"),
    "papers-arrived": lambda: _("fetched papers arrived"),
    "papers-failed": lambda: _("papers could not be fetched"),
    "papers-not-collected": lambda: _("papers not collected"),
    "papers-lost": lambda: _("fetched papers lost"),
}


def event_name(event: str) -> str:
    """What a letter is sent for, in words; empty for one that only a diagram knows."""
    if event.startswith("status-") and event[7:].isdigit():
        return status_name(int(event[7:]))
    words = EVENTS.get(event)
    return words() if words else ""


@dataclass(frozen=True, slots=True)
class Place:
    """A letter: ``code`` is its procedure's, none for one of the office."""

    event: str
    language: str
    code: str = ""

    @property
    def name(self) -> str:
        """What it is sent for, in words."""
        return event_name(self.event)

    def address(self, language: str = "") -> str:
        """Its page; with a language the page of the same letter in it."""
        event, language = self.event, language or self.language
        if self.code:
            return url_for("letter_texts.of_procedure", code=self.code, event=event, language=language)
        return url_for("letter_texts.of_office", event=event, language=language)

    def text(self) -> LetterText:
        """The letter as it is in force."""
        if self.code:
            return office().procedure_letters.text(self.code, self.event, self.language, me())
        return office().office_letters.text(self.event, self.language, me())

    def show(self, source: str) -> LetterShown:
        """A text in its place, as it would go out."""
        if self.code:
            return office().procedure_letters.show(self.code, self.event, self.language, source, me())
        return office().office_letters.show(self.event, self.language, source, me())

    def save(self, source: str | None, reason: str, mark: str, key: str | None) -> LetterSaved:
        """A new version of the letter, or of its procedure; no ``source``: what would stand there without it."""
        event, language, by = self.event, self.language, me()
        if self.code:
            procedures = office().procedure_letters
            return procedures.save(self.code, event, language, source, by, reason=reason, mark=mark)
        return office().office_letters.save(event, language, source, by, reason=reason, mark=mark, key=key)

    def told(self, saved: LetterSaved) -> str:
        """What was done, for the person who did it."""
        if not saved.changed:
            return _("It stood like that already: nothing was changed.")
        if self.code:
            return _(
                "Saved: version %(number)d of the procedure is in force for new dossiers. Running ones stay on theirs.",
                number=saved.number,
            )
        return _("Saved as version %(number)d. Letters that are sent from now on say it.", number=saved.number)
