"""The page of limits tells designers what the code holds them to: every number, and no other."""

from __future__ import annotations

import dataclasses
import re
from types import ModuleType

import bpmn.limits
import core.limits
from bpmn.feel.budget import EvaluationBudget, ModelLimits, SourceLimits
from tests.support.sources import ROOT

PAGE = ROOT / "docs" / "designer" / "limits.md"


def told() -> list[tuple[str, int]]:
    rows = re.findall(r"^\| `([\w.]+)` \| ([\d,]+) \| .+ \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return sorted((name, int(number.replace(",", ""))) for name, number in rows)


def held() -> list[tuple[str, int]]:
    modules: tuple[ModuleType, ...] = (bpmn.limits, core.limits)
    found = [(name, value) for module in modules for name, value in vars(module).items() if name.isupper()]
    for limits in (EvaluationBudget(), SourceLimits(), ModelLimits()):
        found += [(f"{type(limits).__name__}.{name}", value) for name, value in dataclasses.asdict(limits).items()]
    return sorted(found)


def test_the_page_tells_every_limit_and_no_other() -> None:
    assert told() == held()


def test_every_limit_is_used() -> None:
    """A number nobody asks for is a promise nobody keeps."""
    sources = [
        path.read_text(encoding="utf-8")
        for room in ("admin", "api", "bpmn", "core", "portal", "web", "workers")
        for path in (ROOT / room).rglob("*.py")
        if path.name != "limits.py" or path.parent.name == "forms"
    ]
    unused = [
        name for name, _ in held() if not any(re.search(rf"\b{name.rpartition('.')[2]}\b", text) for text in sources)
    ]
    assert not unused
