"""Expressions that read no variable have the same value for every dossier, so lint evaluates and checks them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bpmn import feel
from bpmn.checking.expressions import ExpressionPlace, excerpt, expression_places
from bpmn.diagram.dialect import is_expression
from bpmn.diagram.model import Diagram, FlowNode
from bpmn.diagram.office_extensions import roles_of
from bpmn.limits import STEP_WORK
from bpmn.problem import Problem
from bpmn.texts import problem
from bpmn.times import add_duration, parse_cycle, parse_moment
from bpmn.values import compile_value

Functions = Mapping[str, feel.Function]
#: the moment at which they are tried: no expression may depend on which it is
_TRIED = datetime(2026, 1, 5, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a place of the diagram needs, in words for lint."""

    name: str
    example: str
    fits: Callable[[object], bool]
    #: whether null leaves the place as if nothing stood there
    optional: bool = False


def _moment(value: object) -> bool:
    return isinstance(value, str) and _reads(parse_moment, value)


def _duration(value: object) -> bool:
    return isinstance(value, str) and _reads(lambda text: add_duration(_TRIED, text), value)


def _cycle(value: object) -> bool:
    return isinstance(value, str) and _reads(parse_cycle, value)


def _reads(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except (ValueError, OverflowError):
        return False
    return True


def _percent(value: object) -> bool:
    text = str(value)
    return text.isascii() and text.isdigit() and int(text) <= 100


_PLACES = {
    "timeDate": _Wanted("date and time", '=date and time("2026-12-31T17:00:00+07:00")', _moment),
    "timeDuration": _Wanted("duration", '=duration("P30D")', _duration),
    "timeCycle": _Wanted("repeating interval", '="R3/PT1H"', _cycle),
    "dueDate": _Wanted("date and time", '=working time(now(), "2d")', _moment, optional=True),
    "followUpDate": _Wanted("date and time", '=working time(now(), "2d")', _moment, optional=True),
    "priority": _Wanted("whole number from 0 to 100", "=50", _percent, optional=True),
    "retries": _Wanted("whole number from 0 to 100", "=3", _percent, optional=True),
}


def constants_fit(diagram: Diagram, functions: Functions) -> Iterator[Problem]:
    """An expression that reads no variable has a value that is allowed where it stands."""
    meter = feel.CostMeter(STEP_WORK)
    for place in expression_places(diagram):
        wanted = _PLACES.get(place.where)
        if wanted is None or not is_expression(place.text):
            continue
        tried = _tried(place.text, functions, meter)
        if tried is not None and not (wanted.fits(tried[0]) or (wanted.optional and tried == (None, ()))):
            yield _unfit(place, wanted, tried[1])


def _unfit(place: ExpressionPlace, wanted: _Wanted, notes: tuple[feel.Diagnostic, ...]) -> Problem:
    texts = {"detail": _notes(notes, "en"), "detail_vi": _notes(notes, "vi")}
    names = {"where": place.where, "value": excerpt(place.text), "wanted": wanted.name, "example": wanted.example}
    return problem("feel-constant", place.element, place.line, **names, **texts)


def _notes(notes: tuple[feel.Diagnostic, ...], language: str) -> str:
    return f" ({'; '.join(note.message(language) for note in notes[:3])})" if notes else ""


def _tried(
    text: str, functions: Functions, meter: feel.CostMeter | None = None
) -> tuple[object, tuple[feel.Diagnostic, ...]] | None:
    """The JSON value of an expression and its diagnostics; None where the value depends on the dossier."""
    try:
        expression = compile_value(text).expression
        if expression is None or expression.free_names - functions.keys():
            return None
        environment = feel.Environment(_TRIED, "lint", functions, meter=meter)
        made = expression.evaluate_with({}, environment)
        return feel.to_json(made.value), made.diagnostics
    except feel.FeelError:  # other rules tell what cannot be read, and the day what cannot be paid
        return None


def groups_of(node: FlowNode) -> tuple[str, ...]:
    """The candidate groups of a task that are known without a dossier: literal, or computed by a constant expression."""
    text = node.extensions.groups
    if text is None or not is_expression(text):
        return roles_of(text)
    tried = _tried(text, {})
    value = None if tried is None else tried[0]
    found = value if isinstance(value, list) else [value]
    return tuple(one.strip() for one in found if isinstance(one, str) and one.strip())
