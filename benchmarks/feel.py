"""What an evaluation costs: our FEEL beside simpleeval with a pre-parsed tree and bkflow-feel, in one run.

simpleeval speaks Python and bkflow-feel a part of FEEL; where one cannot say an expression, its column is empty. The
table has 20 rules of 4 inputs, and the rule that holds is the last.

    python -m benchmarks.feel [--json]
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from bpmn import dmn, feel

ROUNDS, SECONDS = 7, 0.04
ENVIRONMENT = feel.Environment(datetime(2026, 11, 23, 8, 0, tzinfo=UTC), "benchmark")
SCOPE: dict[str, Any] = {
    "a": 5,
    "b": 3,
    "fee": 20000,
    "kind": "online",
    "name": "Nguyen",
    "items": [4, 8, 15, 16, 23, 42],
    "dossier": {"code": "H01.02-251122-0001", "applicant": {"age": 34}},
}


@dataclass(frozen=True)
class Case:
    """One expression, and how the others say it."""

    text: str
    python: str | None = None
    bkflow: str | None = None


CASES = (
    Case("a > b", "a > b", "a > b"),
    Case('kind = "online"', 'kind == "online"', 'kind = "online"'),
    Case("a + b * 2", "a + b * 2", "a + b * 2"),
    Case('a > 3 and kind = "online"', 'a > 3 and kind == "online"', 'a > 3 and kind = "online"'),
    Case("if a > b then fee else 0", "fee if a > b else 0"),
    Case("dossier.applicant.age >= 18", "dossier['applicant']['age'] >= 18"),
    Case("a in [1..10]", "1 <= a <= 10", "a in [1..10]"),
    Case("count(items) > 3", None, None),
    Case("sum(items)", None, None),
    Case("items[item > 10]", None, None),
    Case("for i in items return i * 2", None, None),
    Case("some i in [4, 15, 42] satisfies i > 40", None, "some i in [4, 15, 42] satisfies i > 40"),
    Case('starts with(name, "Ng")', None, None),
    Case('date("2026-11-23") + duration("P3D")', None, None),
)
RULE = "<rule>{inputs}<outputEntry><text>{output}</text></outputEntry></rule>"
CELL = "<inputEntry><text><![CDATA[{}]]></text></inputEntry>"


def table() -> bytes:
    """A decision table of 20 rules and 4 inputs."""
    rules = []
    for number in range(20):
        cells = (f"[{number * 10}..{number * 10 + 9}]", '"online","post"', "> 1000", "-" if number % 2 else "true")
        rules.append(RULE.format(inputs="".join(map(CELL.format, cells)), output=number))
    inputs = "".join(
        f"<input><inputExpression><text>{name}</text></inputExpression></input>"
        for name in ("age", "kind", "fee", "urgent")
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="benchmark" name="benchmark">'
        f'<decision id="d" name="d"><decisionTable hitPolicy="FIRST">{inputs}<output/>{"".join(rules)}</decisionTable>'
        "</decision></definitions>"
    ).encode()


def microseconds(action: Callable[[], object]) -> float:
    """The best of some rounds, in µs a call."""
    calls = 1
    while _timed(action, calls) < SECONDS:
        calls *= 2
    return round(min(_timed(action, calls) for _ in range(ROUNDS)) / calls * 1e6, 2)


def _timed(action: Callable[[], object], calls: int) -> float:
    begun = perf_counter()
    for _ in range(calls):
        action()
    return perf_counter() - begun


def _ours(text: str) -> float:
    expression = feel.compile(text)
    return microseconds(lambda: expression.evaluate(SCOPE, ENVIRONMENT))


def _agreeing(action: Callable[[], object], case: Case) -> float:
    """The time of a peer, which must give the same answer: a wrong one may be had faster."""
    expected = feel.to_json(feel.compile(case.text).evaluate(SCOPE, ENVIRONMENT))
    if action() != expected:
        raise AssertionError(f"{case.text}: {action()!r}, not {expected!r}")
    return microseconds(action)


def _simpleeval(case: Case) -> float | None:
    text = case.python
    if text is None:
        return None
    from simpleeval import SimpleEval

    evaluator = SimpleEval(names=SCOPE)
    tree = evaluator.parse(text)
    return _agreeing(lambda: evaluator.eval(text, previously_parsed=tree), case)


def _bkflow(case: Case) -> float | None:
    text = case.bkflow
    if text is None:
        return None
    from bkflow_feel.api import parse_expression

    logging.getLogger("bkflow_feel").setLevel(logging.CRITICAL)
    return _agreeing(lambda: parse_expression(text, SCOPE), case)


def measure() -> dict[str, Any]:
    """All figures: µs an evaluation, and the two ratios that are aimed at."""
    _ours("a > b")  # the processor wakes up; not counted
    rows = [
        {
            "expression": case.text,
            "feel": _ours(case.text),
            "simpleeval": _simpleeval(case),
            "bkflow_feel": _bkflow(case),
        }
        for case in CASES
    ]
    model, context = dmn.parse(table()), {"age": 195, "kind": "post", "fee": 20000, "urgent": False}
    answer = model.evaluate("d", context, ENVIRONMENT).value
    if answer != 19:
        raise AssertionError(f"the table decided {answer}")
    decided = microseconds(lambda: model.evaluate("d", context, ENVIRONMENT))
    comparison, peer = rows[0]["feel"], rows[0]["simpleeval"]
    return {
        "unit": "µs an evaluation",
        "expressions": rows,
        "table": {"rules": 20, "inputs": 4, "feel": decided},
        "ratios": {
            "comparison / simpleeval": {"found": round(comparison / peer, 2), "aim": 2},
            "table / comparison": {"found": round(decided / comparison, 1), "aim": 40},
        },
    }


def _text(figures: Mapping[str, Any]) -> str:
    lines = [f"{'µs an evaluation':42}{'feel':>9}{'simpleeval':>12}{'bkflow-feel':>13}"]
    for row in figures["expressions"]:
        peers = ("" if row[name] is None else row[name] for name in ("simpleeval", "bkflow_feel"))
        lines.append(f"{row['expression']:42}{row['feel']:>9}{next(peers):>12}{next(peers):>13}")
    lines.append(f"{'decision table, 20 rules, 4 inputs':42}{figures['table']['feel']:>9}")
    lines += [f"{name}: {ratio['found']} (aim: at most {ratio['aim']})" for name, ratio in figures["ratios"].items()]
    return "\n".join(lines)


def run(as_json: bool = False) -> None:
    """Measure and print."""
    figures = measure()
    print(json.dumps(figures, ensure_ascii=False, indent=2) if as_json else _text(figures))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", dest="as_json")
    run(parser.parse_args().as_json)
