"""Every error the process room raises, under one base.

Knows nothing of diagrams or engines; carries facts as attributes, so that a door can say them in the user's language.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bpmn.redaction import Public, RedactableText, redactable

if TYPE_CHECKING:
    from bpmn.problem import Problem


class BpmnError(Exception):
    """The base of all errors of this package."""


class XmlError(BpmnError):
    """The bytes are not XML we accept: malformed, too big, too deep, or with a DTD."""

    def __init__(self, message: str, vi: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.vi = vi
        self.line = line


class _ProblemsError(BpmnError):
    """An artefact was refused; `problems` says why, completely and in order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("; ".join(problem.text("en") for problem in self.problems[:5]))


class DiagramError(_ProblemsError):
    """The diagram cannot be executed as it stands."""


class FormError(_ProblemsError):
    """The form is not one the office can show and check."""


class FormTooCostly(BpmnError):
    """All that a form computes together costs more than it may; `field` is where that was noticed."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field


class EngineError(BpmnError):
    """A step cannot be made; nothing was changed.

    `element` is the id of the diagram element where it happened (None: the process as a whole), behind those of the
    call activities around it ("Call/Task"); `code` is stable ("no-flow", "feel", "null-timer", "budget" ...), `message`
    an English sentence for the incident: a template and its facts (see `bpmn.redaction`), or a text made of them before.
    """

    def __init__(self, element: str | None, code: str, template: str | RedactableText, /, **facts: object) -> None:
        message = template if isinstance(template, RedactableText) else redactable(template, **facts)
        super().__init__(f"{element}: {message}" if element else message)
        self.element = element
        self.code = code
        self.message = message
        self._placed = False

    @property
    def full_message(self) -> RedactableText:
        """The message, headed by the element."""
        if not self.element:
            return self.message
        return redactable("{element}: {message}", element=Public(self.element), message=self.message)

    def add_call_path(self, calls: str) -> None:
        """Says which calls are around the element ("Call/Other/"); only the first one to say so is heard."""
        if not self._placed:
            self._placed = True
            if self.element and calls:
                self.element = calls + self.element
                self.args = (f"{self.element}: {self.message}",)


class TokenNotOpen(BpmnError):
    """The token is not waiting for this: it never existed, has gone on, or waits for something else."""

    def __init__(self, token: str) -> None:
        super().__init__(f"token {token} is not open for this")
        self.token = token


class StateError(BpmnError):
    """The saved state is damaged, of an unknown version, or belongs to another definition."""
