"""Sentences about what went wrong, each in two readings: whole, and without any value of a dossier.

A sentence is a template of the program's own and the facts that fill it. Whoever may not see a dossier is shown the reading in
which every fact is left out, so nothing that was computed from somebody's data has to be recognised there. What is no
value, a limit or the text of the diagram itself, says so by being an :class:`Own`.
"""

from __future__ import annotations

from typing import Protocol

HIDDEN = "…"


class Own(str):
    """Words of the program or of the diagram: never a value, nor anything computed from one."""


class Said(str):
    """The whole sentence; ``bare`` is the same without values."""

    bare: str


def said(template: str, /, **facts: object) -> Said:
    """The template with its facts put in. The template is always written out where this is called, never computed."""
    made = Said(template.format(**facts))
    made.bare = template.format(**{name: _bare(fact) for name, fact in facts.items()})
    return made


def joined(separator: str, sentences: list[Said]) -> Said:
    """Several sentences as one."""
    return both(separator.join(sentences), separator.join(one.bare for one in sentences))


def both(whole: str, bare: str) -> Said:
    """A sentence whose two readings were made elsewhere."""
    made = Said(whole)
    made.bare = bare
    return made


class Noted(Protocol):
    """A note or an error of FEEL."""

    @property
    def bare(self) -> str:
        """Its sentence without values."""

    def message(self, language: str = "en") -> str:
        """Its whole sentence."""


def noted(note: Noted) -> Said:
    """What FEEL says of an evaluation."""
    return both(note.message("en"), note.bare)


def _bare(fact: object) -> str:
    if isinstance(fact, Said):
        return fact.bare
    return str(fact) if isinstance(fact, Own) else HIDDEN
