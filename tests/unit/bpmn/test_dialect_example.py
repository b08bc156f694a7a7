"""The example diagram of the dialect lints clean and runs from the counter to the post."""

from __future__ import annotations

from pathlib import Path

from bpmn import effects as e
from bpmn.lint import lint
from bpmn.parse import load
from tests.unit.bpmn import diagrams as d
from tests.unit.bpmn.office import Dossier

EXAMPLE = (Path(__file__).parent / "example-dialect.bpmn").read_bytes()
TABLES = {"le-phi": d.table("le-phi", "count(residences)", ("0", "0"), ("-", "8000"))}
RECEIVED = {"complete": True, "returnBy": "post", "residences": [{"commune": "A"}, {"commune": "B"}]}


class Office(Dossier):
    """A dossier with a due time, which the example's reminder looks at."""

    def execution(self):
        execution = super().execution()
        context = {"dossier": {"code": "H01", "due": "2026-12-01T17:00:00+07:00"}}
        return type(execution)(execution.now, execution.seed, {}, context)


def test_the_example_lints_clean():
    assert [problem for problem in lint(EXAMPLE, tables=TABLES) if problem.severity == "error"] == []


def test_the_example_runs_by_post_with_two_inquiries_and_one_rejection():
    diagram = EXAMPLE.replace(b"working time(now(), &#34;2d&#34;)", b"now()").replace(
        b"dossier.due - duration", b"now() + duration"
    )
    dossier = Office.under(load(diagram, TABLES), {})
    dossier.complete("Task_Receive", complete=False)
    dossier.complete("Task_Supplement")
    dossier.complete("Task_Receive", **RECEIVED)
    assert dossier.variables["fee"] == 8000
    dossier.complete("Task_Review")
    for _ in range(2):
        local = dossier.open[dossier.token("Task_Inquire")].local
        dossier.complete("Task_Inquire", married=local["residence"] == {"commune": "B"})
    inquiries = [{"commune": "A", "married": False}, {"commune": "B", "married": True}]
    assert dossier.variables["inquiries"] == inquiries
    assert not {"residence", "married", "loopCounter"} & dossier.variables.keys()
    dossier.complete("Task_Sign", approved=False)
    dossier.complete("Task_Review", residences=[])
    dossier.complete("Task_Sign", approved=True)
    dossier.complete("Task_Post", trackingCode="VN1")
    assert dossier.open[dossier.token("Catch_Delivered")].key == "VN1"
    dossier.deliver("Catch_Delivered")
    assert dossier.ended == e.ProcessEnded("End_Delivered", "completed")
