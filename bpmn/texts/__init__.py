"""Every sentence lint can say, in English and Vietnamese, by code. Decides nothing.

`docs/designer/lint.md` shows this catalogue to designers; a test keeps the two equal.
"""

from __future__ import annotations

from bpmn.problem import Problem
from bpmn.texts.calls import CALLS
from bpmn.texts.compensation import COMPENSATION
from bpmn.texts.data import DATA
from bpmn.texts.events import EVENTS
from bpmn.texts.extensions import EXTENSIONS
from bpmn.texts.file import FILE
from bpmn.texts.flows import FLOWS
from bpmn.texts.forms import FORMS
from bpmn.texts.structure import STRUCTURE
from bpmn.texts.tasks import TASKS
from bpmn.texts.text import Text

__all__ = ["TEXTS", "Text", "problem"]

TEXTS: dict[str, Text] = {
    **FILE,
    **STRUCTURE,
    **FLOWS,
    **EVENTS,
    **COMPENSATION,
    **TASKS,
    **CALLS,
    **DATA,
    **EXTENSIONS,
    **FORMS,
}


def problem(code: str, element: str | None, line: int | None = None, **places: object) -> Problem:
    """A finding in both languages; `places` fill the sentence."""
    text = TEXTS[code]
    return Problem(code, element or None, text.en.format(**places), text.vi.format(**places), text.severity, line)
