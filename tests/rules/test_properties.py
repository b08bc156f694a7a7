"""A property of the diagram, stated once in `bpmn/contracts/properties.py`, is there wherever it has to be."""

from __future__ import annotations

import json
import re
from dataclasses import fields

import pytest

from api.v1.tasks.schemas import TaskLine
from bpmn.contracts import PROPERTIES, ROLES, Property
from core.db.models import Task
from core.domain.roles import LABELS
from core.services.running.task_facts import KEPT
from core.services.views.tasks import TaskView
from tests.support.sources import ROOT

TEMPLATES = json.loads((ROOT / "bpmn" / "templates" / "motcua.en.json").read_text("utf-8"))


def offered(one: Property) -> list[dict[str, object]]:
    """The fields of templates that write the property."""
    binding = {"type": "zeebe:property", "name": one.name}
    return [field for template in TEMPLATES for field in template["properties"] if field["binding"] == binding]


@pytest.mark.parametrize("one", PROPERTIES, ids=[one.name for one in PROPERTIES])
def test_templates_offer_what_lint_lets_pass(one: Property) -> None:
    found = offered(one)
    assert found, "no template offers it: bpmn/templates/source.yaml"
    for field in found:
        choices = [choice["value"] for choice in field.get("choices", ())]  # type: ignore[attr-defined]
        for value in (*choices, field.get("value") or one.example):
            assert one.pattern.fullmatch(str(value)), field
        said = field.get("constraints", {}).get("pattern")  # type: ignore[attr-defined]
        assert said is None or re.fullmatch(said["value"].strip("^$"), one.example), field
        assert choices or said or field["type"] == "Hidden", f"a designer may type anything: {field}"


@pytest.mark.parametrize("one", KEPT, ids=[one.name for one in KEPT])
def test_a_kept_property_is_in_the_row_the_view_and_the_answer(one: Property) -> None:
    assert one.tasks_only, "only tasks have a row"
    assert one.name in Task.__table__.c, "core/db/models/work.py, and a migration"
    assert one.name in {field.name for field in fields(TaskView)}, "core/services/views/tasks.py"
    assert one.name in TaskLine.model_fields, "api/v1/tasks/schemas.py"


def test_lint_and_the_office_know_the_same_roles() -> None:
    assert set(LABELS) == ROLES
