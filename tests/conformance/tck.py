"""Reads the DMN Technology Compatibility Kit: models, cases, expected values; runs a case and compares.

A case passes when the value is right and, where an error is expected, when it is null with at least one diagnostic.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from lxml import etree

from bpmn import dmn, feel
from bpmn.feel.values import Date, DateTime, Time
from bpmn.feel.values.texts import parse_date, parse_date_time, parse_duration, parse_time

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
ENVIRONMENT = feel.Environment(now=datetime.datetime(2026, 11, 22, 4, 30, tzinfo=datetime.UTC), seed="tck")
TOLERANCE = Decimal("1e-8")
READERS = {
    "string": str,
    "boolean": lambda text: text.strip() in ("true", "1"),
    "date": lambda text: parse_date(text.strip()),
    "dateTime": lambda text: parse_date_time(text.strip()),
    "time": lambda text: parse_time(text.strip()),
    "duration": lambda text: parse_duration(text.strip()),
}


@dataclass(frozen=True)
class Case:
    """One expected value of one test case."""

    key: str
    folder: Path
    model: str
    inputs: dict[str, object]
    node: str
    kind: str
    expected: object
    error: bool


def _value(element: etree._Element) -> object:
    if element.get(XSI + "nil") == "true":
        return None
    kind = (element.get(XSI + "type") or "xsd:string").rpartition(":")[2]
    text = element.text or ""
    if kind in READERS:
        return READERS[kind](text)
    return Decimal(text.strip()) if text.strip() not in ("INF", "-INF", "NaN") else None


def content(element: etree._Element | None) -> object:
    """The value an input or an expectation writes: a value, a list, or components."""
    if element is None:
        return None
    components: dict[str, object] = {}
    for part in element.iterchildren(tag=etree.Element):
        tag = etree.QName(part).localname
        if tag == "value":
            return _value(part)
        if tag == "list":
            if part.get(XSI + "nil") == "true":
                return None
            return [content(item) for item in part.iterchildren(tag=etree.Element)]
        if tag == "component":
            components[part.get("name", "")] = None if part.get(XSI + "nil") == "true" else content(part)
    return components or None


def cases(level: Path) -> Iterator[Case]:
    """Every case of a level."""
    for path in sorted(level.glob("*/*-test-*.xml")):
        root = etree.parse(str(path)).getroot()
        model = root.findtext("{*}modelName") or ""
        for number, case in enumerate(root.iterchildren("{*}testCase"), 1):
            inputs = {node.get("name", ""): content(node) for node in case.iterchildren("{*}inputNode")}
            for result in case.iterchildren("{*}resultNode"):
                kind = case.get("type") or result.get("type") or "decision"
                name = (case.get("invocableName") if kind != "decision" else None) or result.get("name", "")
                key = f"{level.name}/{path.stem}/{number}/{(result.get('name') or '').replace('/', ' ')}"
                expected = content(result.find("{*}expected"))
                yield Case(key, path.parent, model, inputs, name, kind, expected, result.get("errorResult") == "true")


def same(found: object, expected: object) -> bool:
    """Whether a value is the expected one: numbers within 1e-8 of each other, lists and contexts by their parts."""
    if isinstance(found, Decimal) and isinstance(expected, Decimal):
        return abs(found - expected) <= TOLERANCE * max(Decimal(1), abs(expected))
    if isinstance(found, list) and isinstance(expected, list):
        return len(found) == len(expected) and all(map(same, found, expected))
    if isinstance(found, dict) and isinstance(expected, dict):
        return found.keys() == expected.keys() and all(same(found[key], expected[key]) for key in found)
    if isinstance(found, Date | DateTime | Time) and type(found) is type(expected):
        return str(found) == str(expected)
    return type(found) is type(expected) and found == expected


class Runner:
    """Runs cases; models are parsed once."""

    def __init__(self) -> None:
        self.models: dict[tuple[Path, str], dmn.Model] = {}

    def model(self, folder: Path, name: str) -> dmn.Model:
        """A model with the other models of its folder to import."""
        if (folder, name) not in self.models:
            others = {
                etree.parse(str(path)).getroot().get("namespace", ""): path.read_bytes()
                for path in folder.glob("*.dmn")
            }
            self.models[folder, name] = dmn.parse((folder / name).read_bytes(), others, strict=False)
        return self.models[folder, name]

    def failure(self, case: Case) -> str | None:
        """Why the case fails; None when it passes."""
        try:
            model = self.model(case.folder, case.model)
            run = {"decisionService": model.evaluate_service, "bkm": model.evaluate_knowledge}.get(
                case.kind, model.evaluate
            )
            outcome = run(case.node, case.inputs, ENVIRONMENT)
        except (dmn.DmnError, feel.FeelError) as error:
            return f"{type(error).__name__}: {error}"
        if not same(outcome.value, case.expected):
            notes = "; ".join(map(str, outcome.diagnostics[:3]))
            return f"found {outcome.value!r}, expected {case.expected!r} ({notes})"
        if case.error and not outcome.diagnostics:
            return "null as expected, but without a diagnostic"
        return None
