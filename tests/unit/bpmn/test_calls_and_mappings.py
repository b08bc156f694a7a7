"""Workers' calls, scripts, and what input and output mappings let in and out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bpmn import effects as e
from bpmn.errors import EngineError
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.office import Dossier


def line(*nodes: str, names: tuple[str, ...], beside: str = "") -> bytes:
    return d.diagram(d.start(), *nodes, d.end(), d.path("Start", *names, "End"), beside=beside)


def test_a_call_says_all_its_worker_needs():
    headers = '<zeebe:taskHeaders><zeebe:header key="template" value="due-soon"/></zeebe:taskHeaders>'
    io = d.mappings({"to": '="head"', "subject": '="Hồ sơ " + dossier.code', "again": "=to + to"})
    dossier = Dossier.of(line(d.service("Tell", headers, io, retries="=2 + 3"), names=("Tell",)))
    call = dossier.open["2"]
    assert call == e.CallWanted(
        "2", "Tell", "notify.send", 5,
        {"to": "head", "subject": "Hồ sơ H01.26.11.23-0001", "again": "headhead"}, {"template": "due-soon"},
    )  # fmt: skip


def test_without_mappings_a_call_gets_nothing_and_gives_everything():
    dossier = Dossier.of(line(d.service("Post", kind="sendTask"), names=("Post",)), secret="x")
    assert dossier.open["2"].payload == {}
    dossier.complete("Post", trackingCode="VN1", weight=Decimal("0.50"))
    assert dossier.variables == {"secret": "x", "trackingCode": "VN1", "weight": Decimal("0.50")}


def test_with_output_mappings_only_what_they_map_leaves():
    io = d.mappings({"a": "=1"}, {"code": "=trackingCode", "sum": "=a + n"})
    dossier = Dossier.of(line(d.service("Post", io), names=("Post",)), n=2)
    step = dossier.complete("Post", trackingCode="VN1", noise=True)
    assert step.changed == {"code": "VN1", "sum": 3}
    assert "a" not in dossier.variables


def test_local_variables_shadow_and_vanish():
    io = d.mappings({"name": '="local"'})
    dossier = Dossier.of(line(d.user("T", io), d.script("S", "=name", "seen"), names=("T", "S")), name="dossier")
    assert dossier.open["2"].local == {"name": "local"}
    dossier.complete("T")
    assert dossier.variables == {"name": "dossier", "seen": "dossier"}


def test_a_forms_answer_reaches_the_dossier_though_a_local_had_its_name():
    dossier = Dossier.of(line(d.user("T", d.mappings({"note": '="preset"'})), names=("T",)))
    dossier.complete("T", note="typed")
    assert dossier.variables == {"note": "typed"}


def test_local_values_survive_the_state_without_loss():
    io = d.mappings(
        {"exact": "=x", "date": '=date("2026-01-31")', "typename": "={typename: 1}"},
        {"out": "=[exact, date, typename]"},
    )
    dossier = Dossier.of(line(d.user("T", io), names=("T",)), x=Decimal("12345678901234567890.10"))
    dossier.complete("T")
    assert dossier.variables["out"] == [Decimal("12345678901234567890.10"), "2026-01-31", {"typename": 1}]


def test_a_script_writes_its_result_or_what_its_outputs_map():
    scripts = [
        d.script("One", "=1 + 1", "n"),
        d.script("Two", "=n * 2", "hidden", d.mappings({"k": "=10"}, {"m": "=hidden + k"})),
    ]
    dossier = Dossier.of(line(*scripts, d.user("T"), names=("One", "Two", "T")))
    assert dossier.variables == {"n": 2, "m": 14}


def test_feel_dates_are_kept_as_iso_text():
    dossier = Dossier.of(
        line(d.script("S", '=date("2026-01-31") + duration("P1M")', "due"), d.user("T"), names=("S", "T"))
    )
    assert dossier.variables == {"due": "2026-02-28"}


def test_a_result_that_cannot_be_kept_is_an_error():
    with pytest.raises(EngineError) as caught:
        Dossier.of(line(d.script("S", "=function(x) x", "f"), d.user("T"), names=("S", "T")))
    assert (caught.value.element, caught.value.code) == ("S", "not-json")


def test_an_expression_beyond_its_budget_is_an_error():
    with pytest.raises(EngineError) as caught:
        Dossier.of(
            line(
                d.script("S", "=count(for i in 1..1000000, j in 1..1000000 return i)", "n"),
                d.user("T"),
                names=("S", "T"),
            )
        )
    assert (caught.value.element, caught.value.code) == ("S", "feel")


def test_a_sub_processs_locals_are_the_scope_of_what_is_inside():
    inner = d.sub(
        "Sub", d.start("S1"), d.user("T", d.mappings({"seen": "=box"})), d.script("Add", "=box + 1", "box"), d.end("E1"),
        d.path("S1", "T", "Add", "E1"), extensions=d.mappings({"box": "=10"}, {"result": "=box"}),
    )  # fmt: skip
    dossier = Dossier.of(line(inner, d.user("After"), names=("Sub", "After")), box="outer")
    assert dossier.open[dossier.token("T", e.TaskOpened)].local == {"seen": 10}
    dossier.complete("T", box=20, free=True)
    assert dossier.variables == {"box": "outer", "free": True, "result": 21}


def test_without_mappings_a_sub_process_writes_the_dossiers_variables():
    inner = d.sub("Sub", d.start("S1"), d.user("T"), d.end("E1"), d.path("S1", "T", "E1"))
    dossier = Dossier.of(line(inner, d.user("After"), names=("Sub", "After")))
    dossier.complete("T", answer=1)
    assert dossier.variables == {"answer": 1}


def test_a_message_may_be_mapped():
    catch = d.catch("Wait", d.message_event("M"), d.mappings(outputs={"got": "=answer"}))
    dossier = Dossier.of(
        line(catch, d.user("T"), names=("Wait", "T"), beside=d.message("M", "records.answer")), code="X1"
    )
    dossier.deliver("Wait", answer="yes", noise=1)
    assert dossier.variables == {"code": "X1", "got": "yes"}
