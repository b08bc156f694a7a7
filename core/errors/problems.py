"""What lint, or a check of a migration's mapping, says of an element: the shape the doors show it in."""

from __future__ import annotations

from typing import Protocol


class ProblemView(Protocol):
    """One finding. The engine's own record is :class:`bpmn.problem.Problem`; the doors, which do not know the engine,
    read it through this."""

    @property
    def code(self) -> str:
        """Stable name of the rule."""

    @property
    def element(self) -> str | None:
        """Id of the diagram's element; ``None``: the file as a whole."""

    @property
    def message(self) -> str:
        """The English sentence, without the element."""

    @property
    def severity(self) -> str:
        """``error`` or ``warning``."""

    @property
    def file(self) -> str | None:
        """Name of the file in the procedure's folder; ``None``: the diagram."""

    @property
    def line(self) -> int | None:
        """Line of the file, from 1."""

    def text(self, language: str = "vi") -> str:
        """The sentence in a language, headed by the element."""
