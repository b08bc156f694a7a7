"""What people see of a dossier that is none of theirs: that something stopped, where and why, and nothing about anybody.

Designers and administrators put diagrams and connections right; they need the sentence that says what failed, not the names
and numbers in it. Such a sentence is kept in full and redacted (see ``bpmn.redaction``): no value has to be recognised here.
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
    """Hides what is known of some dossiers from an actor who may not see them."""

    def __init__(self, work: Reading, by: Actor, dossiers: Collection[UUID]) -> None:
        self._hidden = frozenset(dossiers) - rights.seen(work, by, dossiers)

    def covers(self, dossier: UUID) -> bool:
        """Whether the dossier is none of the actor's."""
        return dossier in self._hidden

    def text(self, dossier: UUID, words: str, redacted: str | None) -> str:
        """``words``, or ``redacted`` (``…`` if it is None) when the actor may not see the dossier."""
        return (redacted or REDACTED) if self.covers(dossier) else words

    def data(self, dossier: UUID, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """The names of the values, and the values only where the dossier is the actor's."""
        return dict.fromkeys(values, REDACTED) if self.covers(dossier) else values
