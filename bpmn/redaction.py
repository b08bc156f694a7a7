"""Redaction: each sentence about an error exists twice, in full and without any value of a dossier.

A sentence is a template written in the source and the facts that fill it. Readers who may not see the dossier get the redacted
text, in which every fact is replaced by ``…``: nothing has to be recognised as personal data. A fact that cannot be personal,
such as a limit or a text of the diagram, is shown to everybody: it is wrapped in :class:`Public`.
"""

from __future__ import annotations

from typing import Protocol

#: stands where a fact was left out
REDACTED = "…"


class Public(str):
    """A fact that everybody may read: a text of the program or of the diagram, never one computed from a dossier's data."""


class RedactableText(str):
    """The full text; ``redacted`` is the same text without the facts that are not :class:`Public`."""

    redacted: str


def redactable(template: str, /, **facts: object) -> RedactableText:
    """The template with its facts filled in, in full and redacted.

    The template must be a literal where this is called: one that was computed could carry values past the redaction.
    """
    redacted = template.format(**{name: _redact(fact) for name, fact in facts.items()})
    return with_redacted(template.format(**facts), redacted)


def join_redactable(separator: str, texts: list[RedactableText]) -> RedactableText:
    """Several texts as one."""
    return with_redacted(separator.join(texts), separator.join(one.redacted for one in texts))


def with_redacted(full: str, redacted: str) -> RedactableText:
    """A text whose redacted form was made elsewhere."""
    text = RedactableText(full)
    text.redacted = redacted
    return text


class FeelSentence(Protocol):
    """A diagnostic or an error of FEEL."""

    @property
    def redacted(self) -> str:
        """Its sentence without values."""

    def message(self, language: str = "en") -> str:
        """Its full sentence."""


def from_feel(sentence: FeelSentence) -> RedactableText:
    """The English sentence of a diagnostic or an error of FEEL."""
    return with_redacted(sentence.message("en"), sentence.redacted)


def _redact(fact: object) -> str:
    if isinstance(fact, RedactableText):
        return fact.redacted
    return str(fact) if isinstance(fact, Public) else REDACTED
