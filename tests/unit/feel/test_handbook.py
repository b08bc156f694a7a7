"""Every example of the designers' page, in both languages, gives what the page says."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from bpmn import feel
from core.domain import calendar
from core.services.cases.functions import office_functions

DOCS = Path(__file__).parents[3] / "docs" / "designer"
PAGES = ("feel.md", "feel.vi.md")
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
CELLS = re.compile(r"^\| (`.+?`) \|", re.MULTILINE)


def _blocks(page: str, language: str) -> list[str]:
    return [body for kind, body in BLOCK.findall((DOCS / page).read_text("utf-8")) if kind == language]


def _examples() -> list[tuple[str, str, str]]:
    found = []
    for page in PAGES:
        for block in _blocks(page, "feel"):
            for example in block.strip().split("\n\n"):
                text, _, expected = example.rpartition("\n// ")
                found.append((page, text, expected))
    return found


@pytest.mark.parametrize(("page", "text", "expected"), _examples())
def test_examples_hold(page: str, text: str, expected: str) -> None:
    scope = json.loads(_blocks(page, "json")[0])
    environment = feel.Environment(
        datetime(2026, 11, 23, 2, 0, tzinfo=UTC), "page", office_functions(calendar.standard())
    )
    outcome = feel.compile(text, {**scope, **environment.functions}).evaluate_with(scope, environment)
    assert feel.to_json(outcome.value) == json.loads(expected, parse_float=Decimal), [
        str(n) for n in outcome.diagnostics
    ]
    assert outcome.value is not None or outcome.diagnostics


@pytest.mark.parametrize("page", PAGES)
def test_cells_are_unary_tests(page: str) -> None:
    cells = [cell for row in CELLS.findall((DOCS / page).read_text("utf-8")) for cell in re.findall(r"`([^`]+)`", row)]
    assert len(cells) >= 9
    for cell in cells:
        feel.compile_unary(cell)


def test_both_pages_have_the_same_examples() -> None:
    first, second = ([expected for page, _, expected in _examples() if page == name] for name in PAGES)
    assert len(first) == len(second) >= 40
