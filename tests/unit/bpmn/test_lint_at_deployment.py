"""What only deploying asks: people who are there, and expressions that give something of use whatever the dossier."""

from __future__ import annotations

import pytest

from bpmn import feel
from bpmn.lint import lint
from core.domain import calendar
from core.services.cases.functions import office_functions
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.lint_cases import line, timed


def test_a_unit_in_a_role_is_one_of_the_office():
    for groups in ("head@H77.01", '="head@" + "H77.01"', '=["leader", "head@H77.01"]'):
        diagram = line(d.user("T", groups=groups))
        (found,) = [one for one in lint(diagram, units={"H99.05", "cong-an"}) if one.code == "role-unit-unknown"]
        assert found.element == "T" and "H77.01" in found.vi and found.severity == "error"
    for groups in ("head@H99.05", "head@cong-an", "head", '="head@" + unit'):
        assert not [
            one for one in lint(line(d.user("T", groups=groups)), units={"H99.05", "cong-an"}) if "unit" in one.code
        ]
    assert "role-unit-unknown" not in {one.code for one in lint(line(d.user("T", groups="head@H77.01")))}


def test_what_reads_a_variable_is_left_to_the_day():
    for duration in ("=duration(x)", '=working time(now(), "2d")', '=duration("P" + string(days) + "D")'):
        assert "feel-constant" not in {
            one.code for one in lint(timed(f"<bpmn:timeDuration>{duration}</bpmn:timeDuration>"))
        }


def test_an_unknown_role_is_told_with_the_nearest():
    (found,) = [one for one in lint(line(d.user("T", groups="reciever@x"))) if one.code == "role-unknown"]
    assert "Did you mean receiver?" in found.message and "registrar" in found.message


@pytest.mark.parametrize("span", ['"2 days"', '"-2d"', "2", "null"])
def test_the_offices_own_functions_are_tried(span: str) -> None:
    diagram = timed(f"<bpmn:timeDate>=working time(now(), {span})</bpmn:timeDate>")
    (found,) = [
        one for one in lint(diagram, functions=office_functions(calendar.standard())) if one.code == "feel-constant"
    ]
    assert found.element == "T" and "working time" in found.vi and found.severity == "error"
    assert "feel-constant" not in {one.code for one in lint(diagram)}, "without the functions nothing is known"


def test_what_they_can_count_is_fine() -> None:
    functions: dict[str, feel.Function] = dict(office_functions(calendar.standard()))
    assert not lint(timed('<bpmn:timeDate>=working time(now(), "2d")</bpmn:timeDate>'), functions=functions)
