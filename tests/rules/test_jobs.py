"""The queue carries ids to functions that are named in one list; every topic of a shipped diagram has a connector."""

from __future__ import annotations

import inspect
import re

from tests.support.sources import ROOT, place
from workers import jobs, queues, registry


def _shells() -> set[str]:
    own = (item for item in vars(jobs).values() if inspect.isfunction(item) and item.__module__ == jobs.__name__)
    return {f"{item.__module__}.{item.__name__}" for item in own if not item.__name__.startswith("_")}


def test_the_list_of_jobs_is_what_there_is() -> None:
    assert set(queues.ALLOWED) == _shells(), "a job function and its line in workers/queues.py come and go together"


def test_a_job_takes_one_id() -> None:
    for name in queues.ALLOWED:
        parameters = list(inspect.signature(getattr(jobs, name.rpartition(".")[2])).parameters.values())
        assert [(item.name, item.annotation) for item in parameters] == [("row", "str")], name


def test_every_topic_of_a_shipped_diagram_has_a_connector() -> None:
    wanted = {
        (topic, place(diagram))
        for diagram in (ROOT / "bpmn" / "procedures").rglob("*.bpmn")
        for topic in re.findall(r'<zeebe:taskDefinition type="([^"]+)"', diagram.read_text("utf-8"))
    }
    assert {topic for topic, _ in wanted} >= {"postal.return"}
    assert not {(topic, where) for topic, where in wanted if topic not in registry.connectors_by_topic()}
