"""The tables of docs/designer/lint.md: every code with its level and both texts. The prose around them is written by hand.

`python -m tests.unit.bpmn.lint_page` writes the tables anew; `test_lint` checks that the page is up to date.
"""

from __future__ import annotations

import re
from pathlib import Path

from bpmn.texts import LintText
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

PAGE = Path(__file__).parents[3] / "docs" / "designer" / "lint.md"
LEVELS = {"error": "lỗi / error", "warning": "cảnh báo / warning"}
#: the English half of a section's heading -> what its table lists
SECTIONS: dict[str, dict[str, LintText]] = {
    "The file": FILE,
    "Sizes": SIZES,
    "Structure": STRUCTURE,
    "Flows and gateways": FLOWS,
    "Events": EVENTS,
    "Compensation and transactions": COMPENSATION,
    "Tasks": TASKS,
    "Call activities": CALLS,
    "Data": DATA,
    "Extensions, expressions, properties": EXTENSIONS,
    "Forms": FORMS,
}
_TABLE = re.compile(
    r"^(## [^\n]* / ([^\n]*)\n(?:(?!## |\|---)[^\n]*\n)*\|---[^\n]*\n)((?:\| `[^\n]*\n)*)", re.MULTILINE
)


def render(page: str) -> str:
    """The page with its tables as the catalogue has them."""
    return _TABLE.sub(lambda found: found[1] + "".join(_row(*one) for one in SECTIONS[found[2]].items()), page)


def _row(code: str, text: LintText) -> str:
    vi, en = (sentence.replace("{{", "{").replace("}}", "}") for sentence in (text.vi, text.en))
    return f"| `{code}` | {LEVELS[text.severity]} | {vi} | {en} |\n"


if __name__ == "__main__":
    PAGE.write_text(render(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
