"""The sentences of all lint problems, in English and Vietnamese, by code.

`docs/designer/lint.md` shows this catalogue to designers; a test keeps the two equal.
"""

from __future__ import annotations

from typing import Any

from bpmn.limits import ID_CHARACTERS
from bpmn.problem import Problem
from bpmn.texts.calls import CALLS
from bpmn.texts.compensation import COMPENSATION
from bpmn.texts.data import DATA
from bpmn.texts.events import EVENTS
from bpmn.texts.extensions import EXTENSIONS
from bpmn.texts.file import FILE
from bpmn.texts.flows import FLOWS
from bpmn.texts.forms import FORMS
from bpmn.texts.sizes import SIZES
from bpmn.texts.structure import STRUCTURE
from bpmn.texts.tasks import TASKS
from bpmn.texts.text import LintText

#: characters of a value that a sentence shows
_SHOWN = 500

__all__ = ["TEXTS", "LintText", "problem"]

TEXTS: dict[str, LintText] = {
    **FILE,
    **SIZES,
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


def problem(code: str, element: str | None, line: int | None = None, **facts: object) -> Problem:
    """A problem in both languages; `facts` fill the sentence, shortened, because a wrong value may be megabytes long."""
    text = TEXTS[code]
    shown = {name: shortened(value, _SHOWN) for name, value in facts.items()}
    element = shortened(element, ID_CHARACTERS) if element else None
    return Problem(
        code, element, message=text.en.format(**shown), vi=text.vi.format(**shown), severity=text.severity, line=line
    )


def shortened(value: Any, longest: int) -> Any:
    """The value; a text is cut after `longest` characters."""
    text = value if isinstance(value, str) else None
    return value if text is None or len(text) <= longest else f"{text[:longest]}…"
