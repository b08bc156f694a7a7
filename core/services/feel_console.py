"""FEEL and DMN for the command line: evaluates a text or a file. Needs no office and no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bpmn import dmn, feel
from core.domain import calendar
from core.services.cases.functions import office_functions

Variables = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ConsoleAnswer:
    """A JSON value with the notes on the way to it; or ``refusal``, the sentence why there is none."""

    value: Any = None
    notes: tuple[str, ...] = ()
    refusal: str | None = None


def _environment(now: datetime) -> feel.Environment:
    return feel.Environment(now, "command line", office_functions(calendar.standard()))


def _console_answer(outcome: feel.Outcome, language: str) -> ConsoleAnswer:
    notes = tuple(f"{note.line}:{note.column}: {note.message(language)}" for note in outcome.diagnostics)
    return ConsoleAnswer(feel.to_json(outcome.value), notes)


def evaluate(text: str, context: Variables, now: datetime, language: str) -> ConsoleAnswer:
    """The value of an expression on a context; ``now`` is aware."""
    environment = _environment(now)
    try:
        expression = feel.compile(text, {*context, *environment.functions})
        return _console_answer(expression.evaluate_with(context, environment), language)
    except feel.FeelError as error:
        return ConsoleAnswer(refusal=error.message(language))


def test(text: str, value: Any, context: Variables, now: datetime, language: str) -> ConsoleAnswer:
    """Whether a value passes unary tests: true, false or null."""
    environment = _environment(now)
    try:
        tests = feel.compile_unary(text, {*context, *environment.functions})
        return _console_answer(tests.matches_with(value, context, environment), language)
    except feel.FeelError as error:
        return ConsoleAnswer(refusal=error.message(language))


def _said(note: feel.Diagnostic, language: str) -> str:
    """A note with the cell it is about."""
    place = note.place.text(language) if isinstance(note.place, dmn.ModelPlace) else ""
    return f"{place}: {note.message(language)}" if place else note.message(language)


def decide(data: bytes, decision: str, context: Variables, now: datetime, language: str) -> ConsoleAnswer:
    """The value of a decision of a DMN file on a context."""
    try:
        outcome = dmn.parse(data).evaluate(decision, context, _environment(now))
        return ConsoleAnswer(feel.to_json(outcome.value), tuple(_said(note, language) for note in outcome.diagnostics))
    except (dmn.DmnError, feel.FeelError) as error:
        return ConsoleAnswer(refusal=error.message(language))


def decisions(data: bytes, language: str) -> ConsoleAnswer:
    """The decisions of a DMN file with the inputs they need; the notes are what lint says of the file."""
    try:
        model = dmn.parse(data)
    except dmn.DmnError as error:
        return ConsoleAnswer(refusal=error.message(language))
    listed = [
        {"id": one.id, "name": one.name, "inputs": list(one.inputs), "type": one.type_ref} for one in model.decisions
    ]
    return ConsoleAnswer(listed, tuple(problem.message(language) for problem in dmn.lint(model)))
