"""What a cost unit takes here: ways of computing much, each until its budget ends; and lint of n and of 4 n elements.

Budgets are counted, so that a diagram is judged alike on every machine; this tells what the count is worth on yours. The
dearest unit times the budget of a step is the longest that one step can keep a process busy.

    python -m benchmarks.budget [--json]
"""

from __future__ import annotations

import argparse
import json
from contextlib import suppress
from datetime import UTC, datetime
from time import process_time
from typing import Any

from bpmn import engine, feel, limits
from bpmn.errors import EngineError
from bpmn.lint import lint
from bpmn.parse import load
from core.domain import calendar
from core.services.cases.functions import office_functions
from tests.unit.bpmn import diagrams as d

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
FUNCTIONS = office_functions(calendar.standard())
SCOPE: dict[str, Any] = {"s": "a" * 100_000 + "b", "l": list(range(50_000)), "c": {f"k{n}": n for n in range(20_000)}}
HEAVY = {
    "counting": "some i in 1..10000000 satisfies i < 0",
    "sorting": "for i in 1..100000 return sort(l, function(a, b) a > b)",
    "comparing lists": "for i in 1..100000 return l = l",
    "texts": 'for i in 1..100000 return upper case(s) = "x"',
    "searching texts": 'for i in 1..100000 return contains(s, "bb")',
    "linear patterns": 'for i in 1..100000 return matches(s, "(a|b)*a(a|b){900}c")',
    "patterns that go back": 'matches(s, "(a+a+)+y\\\\1")',
    "replacing": 'for i in 1..100000 return replace(s, "a", "b")',
    "powers": "for i in 1..100000 return 1.1 ** 0.3",
    "dates": 'for i in 1..100000 return date(string(2000 + modulo(i, 100)) + "-01-01")',
    "working time": 'for i in 1..100000 return working time(now(), "8000h")',
}
#: a table whose cells compute, evaluated again and again
DEAR_CELL = 'date(string(2000 + modulo(?, 100)) + "-01-01") > date("2999-01-01")'
RULES, TASKS = 1_000, 60
SIZES = (1_000, 4_000)


def run(as_json: bool = False) -> str:
    """Runs everything and returns the figures."""
    figures: dict[str, dict[str, float]] = {name: _computed(text) for name, text in HEAVY.items()}
    figures["a table"], figures["a whole step"] = _decided(), _stepped()
    small, large = (_linted(size) for size in SIZES)
    figures["lint"] = {"small": small, "large": large, "ratio": large / small}
    return json.dumps(figures, indent=2) if as_json else _text(figures)


def _computed(text: str) -> dict[str, float]:
    expression, meter = feel.compile(text, FUNCTIONS), feel.CostMeter(limits.STEP_WORK)
    begun = process_time()
    with suppress(feel.BudgetExceeded):
        expression.evaluate(SCOPE, feel.Environment(NOW, functions=FUNCTIONS, meter=meter))
    seconds = process_time() - begun
    return {"units": meter.spent, "seconds": seconds, "microseconds": seconds / max(meter.spent, 1) * 1e6}


def _stepped() -> dict[str, float]:
    """A step of many scripts, each far within its own budget, until the step's is spent."""
    text = "=count(for i in 1..400, j in 1..100 return i + j)"
    names = [f"S{number}" for number in range(60)]
    parts = (d.script(name, text, f"v{name}") for name in names)
    return _until_spent(load(d.diagram(d.start(), *parts, d.end(), d.path("Start", *names, "End"))))


def _decided() -> dict[str, float]:
    """A step of many decisions by one dear table."""
    names = [f"R{number}" for number in range(TASKS)]
    parts = (d.rule(name, "Fee", f"v{name}") for name in names)
    table = d.table("Fee", "1", *[(DEAR_CELL, "1")] * RULES)
    return _until_spent(load(d.diagram(d.start(), *parts, d.end(), d.path("Start", *names, "End")), {"fee": table}))


def _until_spent(definition: Any) -> dict[str, float]:
    begun = process_time()
    with suppress(EngineError):
        engine.start(definition, {}, engine.ExecutionContext(NOW, "benchmark"))
    seconds = process_time() - begun
    return {"units": limits.STEP_WORK, "seconds": seconds, "microseconds": seconds / limits.STEP_WORK * 1e6}


def _linted(count: int) -> float:
    names = [f"T{number}" for number in range(count // 2)]
    diagram = d.diagram(d.start(), *map(d.user, names), d.end(), d.path("Start", *names, "End"))
    begun = process_time()
    lint(diagram)
    return process_time() - begun


def _text(figures: dict[str, dict[str, float]]) -> str:
    lines = [f"{'':24}{'units':>12}{'seconds':>10}{'µs a unit':>12}"]
    for name, found in figures.items():
        if name != "lint":
            lines.append(f"{name:24}{found['units']:12,.0f}{found['seconds']:10.2f}{found['microseconds']:12.2f}")
    found = figures["lint"]
    lines.append(
        f"\nlint: {SIZES[0]:,} elements {found['small']:.2f} s, {SIZES[1]:,} elements {found['large']:.2f} s: "
        f"{found['ratio']:.1f} times as long for {SIZES[1] // SIZES[0]} times as many"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", action="store_true")
    print(run(parser.parse_args().json))
