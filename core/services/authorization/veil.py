"""Redacts what people see of dossiers they may not see: that something stopped, where and why, but no personal data.

Designers and administrators correct diagrams and connections; they need the sentence that says what failed, not the names
and numbers in it. Such a sentence is stored in full and redacted (``bpmn.redaction``): no value has to be recognised here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from bpmn.redaction import REDACTED
from core.db.reading import Reading
from core.services.authorization import rights
from core.services.views.actors import Actor


class Veil:
    """Redacts texts and values of those of the dossiers that the actor may not see."""

    def __init__(self, work: Reading, by: Actor, dossiers: Collection[UUID]) -> None:
        self._hidden = frozenset(dossiers) - rights.seen(work, by, dossiers)

    def covers(self, dossier: UUID) -> bool:
        """Whether the actor may not see the dossier."""
        return dossier in self._hidden

    def text(self, dossier: UUID, words: str, redacted: str | None) -> str:
        """``words``, or ``redacted`` (``…`` if it is None) when the actor may not see the dossier."""
        return (redacted or REDACTED) if self.covers(dossier) else words

    def data(self, dossier: UUID, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """The values, or only their names when the actor may not see the dossier."""
        return dict.fromkeys(values, REDACTED) if self.covers(dossier) else values
