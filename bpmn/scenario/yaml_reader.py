"""Reads a scenario from YAML, strictly: an unknown key is an error.

Dates and times inside `data` become ISO texts, as a form would have sent them; `start.at` must have a time zone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple, cast

import yaml

from bpmn.errors import BpmnError
from bpmn.scenario.script import (
    Action,
    AdvanceTime,
    AnswerCall,
    BroadcastSignal,
    CompleteTask,
    DeliverMessage,
    Expectation,
    Scenario,
    ScenarioStart,
    ScenarioStep,
    ThrowError,
)

MAX_BYTES = 1_000_000
DURATION = re.compile(r"^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$")


class Keys(NamedTuple):
    """The keys a mapping must and may have."""

    required: frozenset[str]
    optional: frozenset[str]


TOP = Keys(frozenset({"name", "start", "steps", "expect"}), frozenset({"procedure"}))
#: keys of the mapping after each verb; after `advance` there is a duration or a time instead of a mapping
VERBS = {
    "complete": Keys(frozenset({"element"}), frozenset({"data"})),
    "answer": Keys(frozenset({"element"}), frozenset({"data"})),
    "fail": Keys(frozenset({"element", "code"}), frozenset({"message"})),
    "message": Keys(frozenset({"name"}), frozenset({"key", "data"})),
    "signal": Keys(frozenset({"name"}), frozenset({"data"})),
}
START = Keys(
    frozenset({"at"}), frozenset({"data", "applicant", "returnBy", "channel", "dossier", "message", "variables"})
)
EXPECT = Keys(
    frozenset(), frozenset({"path", "includes", "open", "waiting", "thrown", "status", "outcome", "variables"})
)
OUTCOMES = ("running", "completed", "terminated", "failed")


class _Loader(yaml.SafeLoader):
    """YAML without aliases: a few lines of them can expand to gigabytes."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases (*name) are not allowed in scenarios")
        return super().compose_node(parent, index)


class ScenarioError(BpmnError):
    """The file is not a valid scenario; the message says where, and what is expected there."""


def parse(data: bytes | str) -> Scenario:
    """The scenario in a YAML document. Raises `ScenarioError`."""
    text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
    if len(text) > MAX_BYTES:
        raise ScenarioError(f"a scenario has at most {MAX_BYTES} characters")
    try:
        document = yaml.load(text, _Loader)  # a SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ScenarioError(f"not readable as YAML: {error}") from error
    top = _mapping(document, "the scenario")
    _check_keys(top, TOP, "the scenario")
    steps = top["steps"] or []
    if not isinstance(steps, list):
        raise ScenarioError("steps: write a list of steps")
    return Scenario(
        name=str(top["name"]),
        procedure=str(top.get("procedure", "")),
        start=_start(_mapping(top["start"], "start")),
        steps=tuple(_step(number, step) for number, step in enumerate(steps, 1)),
        expect=_expectation(_mapping(top["expect"], "expect")),
    )


def _mapping(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise ScenarioError(f"{where}: write names and values")
    return value


def _check_keys(given: Mapping[str, Any], keys: Keys, where: str) -> None:
    known = keys.required | keys.optional
    missing, unknown = sorted(keys.required - set(given)), sorted(set(given) - known)
    if missing:
        raise ScenarioError(f"{where}: {', '.join(missing)} is missing")
    if unknown:
        raise ScenarioError(f"{where}: {', '.join(unknown)} is not known; known are {', '.join(sorted(known))}")


def _to_json(value: Any) -> Any:
    """A YAML value as a JSON value: dates and times as ISO text."""
    if isinstance(value, dict):
        return {str(key): _to_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_to_json(item) for item in value]
    return value.isoformat() if isinstance(value, date | datetime | time) else value


def _data(value: Any, where: str) -> dict[str, Any]:
    return cast("dict[str, Any]", _to_json(_mapping(value or {}, where)))


def _start(given: dict[str, Any]) -> ScenarioStart:
    _check_keys(given, START, "start")
    if "variables" in given and not given.get("message"):
        raise ScenarioError("start.variables: only a message brings variables; name it in start.message")
    return ScenarioStart(
        at=_aware(given["at"], "start.at"),
        data=_data(given.get("data"), "start.data"),
        applicant=_data(given.get("applicant"), "start.applicant"),
        return_by=str(given.get("returnBy", "counter")),
        channel=str(given.get("channel", "counter")),
        message=str(given.get("message", "")),
        variables=_data(given.get("variables"), "start.variables"),
        dossier=_mapping(given.get("dossier") or {}, "start.dossier"),
    )


def _aware(value: Any, where: str) -> datetime:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value
    raise ScenarioError(f"{where}: write a date and time with its zone, such as 2026-11-23T08:00:00+07:00")


def _step(number: int, given: Any) -> ScenarioStep:
    where = f"step {number}"
    step = _mapping(given, where)
    if len(step) != 1 or next(iter(step)) not in {*VERBS, "advance"}:
        raise ScenarioError(f"{where}: write one of {', '.join([*VERBS, 'advance'])}")
    verb, value = next(iter(step.items()))
    if verb == "advance":
        by = _aware(value, where) if isinstance(value, datetime) else duration(str(value), where)
        return ScenarioStep(number, AdvanceTime(by))
    return ScenarioStep(number, _action(verb, _mapping(value, where), where))


def _action(verb: str, given: dict[str, Any], where: str) -> Action:
    _check_keys(given, VERBS[verb], where)
    data = _data(given.get("data"), where)
    match verb:
        case "complete":
            return CompleteTask(str(given["element"]), data)
        case "answer":
            return AnswerCall(str(given["element"]), data)
        case "fail":
            return ThrowError(str(given["element"]), str(given["code"]), str(given.get("message", "")))
        case "message":
            key = given.get("key")
            return DeliverMessage(str(given["name"]), None if key is None else str(key), data)
        case _:
            return BroadcastSignal(str(given["name"]), data)


def duration(text: str, where: str = "advance") -> timedelta:
    """An ISO 8601 duration without months and years, whose length would depend on the calendar."""
    found = DURATION.match(text)
    if not found or not any(found.groups()):
        raise ScenarioError(f"{where}: {text!r} is not a duration such as P31D, P1W or PT4H30M")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def _expectation(given: dict[str, Any]) -> Expectation:
    _check_keys(given, EXPECT, "expect")
    outcome, status = given.get("outcome"), given.get("status")
    if outcome is not None and outcome not in OUTCOMES:
        raise ScenarioError(f"expect.outcome: {outcome} is none of {', '.join(OUTCOMES)}")
    if status is not None and status not in range(1, 11):
        raise ScenarioError("expect.status: write the national status, 1 to 10")
    lists = ("path", "includes", "open", "waiting", "thrown")
    names = {key: _names(given[key], f"expect.{key}") for key in lists if key in given}
    return Expectation(
        **names, status=status, outcome=outcome, variables=_data(given.get("variables"), "expect.variables")
    )


def _names(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ScenarioError(f"{where}: write a list of {'names' if where == 'expect.thrown' else 'element ids'}")
    return tuple(str(item) for item in value)
