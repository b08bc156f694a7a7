"""Each shipped folder is a procedure that deploys: diagram, details, forms and scenarios belong together."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree

from bpmn import lint
from bpmn.diagram import schema
from bpmn.diagram.dialect import ZEEBE
from core.services.procedures import scenarios
from tests.unit.procedures.shipped import (
    NS,
    PROCEDURES,
    SLUGS,
    details,
    diagram,
    folder,
    form_files,
    scenario_files,
    tree,
)

CODES = {
    "marital-status": "1.004873",
    "birth-registration": "1.001193",
    "birth-residence-insurance": "2.002621",
    "register-copy": "2.000908",
    "funeral-support": "1.001731",
    "house-permit": "1.009122",
    "inquiry-answer": "9.000001",
}
EXECUTED = {
    "startEvent", "endEvent", "userTask", "serviceTask", "sendTask", "receiveTask", "scriptTask", "businessRuleTask",
    "exclusiveGateway",
    "parallelGateway", "subProcess", "intermediateCatchEvent", "boundaryEvent",
}  # fmt: skip
MODELER = "http://camunda.org/schema/modeler/1.0"


def fields(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        yield component
        yield from fields(component.get("components", []))


def forms(slug: str) -> dict[str, list[dict[str, Any]]]:
    return {name: list(fields(json.loads(data)["components"])) for name, data in form_files(slug).items()}


def test_the_shipped_procedures_are_there() -> None:
    assert {slug: details(slug)["code"] for slug in SLUGS} == CODES


#: the days that lie ahead by their meaning; every other day is of something that has happened
PLANNED = {"plannedStart"}


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_is_said_to_have_happened_in_the_future(slug: str) -> None:
    days = [
        part
        for parts in forms(slug).values()
        for part in parts
        if part["type"] == "datetime" and part["subtype"] != "time"
    ]
    open_ended = {day["key"] for day in days if "notAfter" not in day.get("properties", {})}
    assert days and open_ended <= PLANNED


@pytest.mark.parametrize("slug", SLUGS)
def test_lint_finds_nothing(slug: str) -> None:
    found = lint.lint(diagram(slug), forms=form_files(slug))
    assert [problem.text("en") for problem in found] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_the_folder_can_be_deployed(slug: str) -> None:
    checked = scenarios.check(folder(slug))
    assert [problem.text("en") for problem in checked.problems] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_the_diagram_is_valid_bpmn(slug: str) -> None:
    assert [problem.text("en") for problem in schema.validate(tree(slug))] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_the_diagram_opens_in_the_desktop_modeler_as_camunda_8(slug: str) -> None:
    root = tree(slug)
    assert root.get(f"{{{MODELER}}}executionPlatform") == "Camunda Cloud"
    assert root.get(f"{{{MODELER}}}executionPlatformVersion") == "8.8.0"
    assert len(root.findall(".//bpmn:participant", NS)) == 1


@pytest.mark.parametrize("slug", SLUGS)
def test_only_what_the_engine_executes_is_drawn(slug: str) -> None:
    process = tree(slug).find("bpmn:process", NS)
    assert process is not None
    names = {etree.QName(node).localname for node in process.iterfind(".//*[@id]")}
    definitions = {"messageEventDefinition", "timerEventDefinition", "errorEventDefinition", "terminateEventDefinition"}
    assert names <= EXECUTED | definitions | {"laneSet", "lane", "sequenceFlow"}


@pytest.mark.parametrize("slug", SLUGS)
def test_the_diagram_names_its_procedure(slug: str) -> None:
    process = tree(slug).find("bpmn:process", NS)
    assert process is not None and process.get("id") == slug
    named = {
        item.get("name"): item.get("value") for item in process.iterfind("bpmn:extensionElements//zeebe:property", NS)
    }
    assert named == {"procedure": details(slug)["code"], "field": details(slug)["field_code"]}


@pytest.mark.parametrize("slug", SLUGS)
def test_every_exclusive_choice_has_a_default_and_its_other_ways_a_condition(slug: str) -> None:
    root = tree(slug)
    for gateway in root.iterfind(".//bpmn:exclusiveGateway", NS):
        for flow in root.iterfind(f".//bpmn:sequenceFlow[@sourceRef='{gateway.get('id')}']", NS):
            condition = flow.find("bpmn:conditionExpression", NS)
            if flow.get("id") == gateway.get("default"):
                assert condition is None, flow.get("id")
            else:
                assert condition is not None and (condition.text or "").startswith("="), flow.get("id")


@pytest.mark.parametrize("slug", SLUGS)
def test_every_form_is_used_and_every_form_used_is_there(slug: str) -> None:
    used = {form.get("formId") for form in tree(slug).iterfind(f".//{{{ZEEBE}}}formDefinition")}
    assert used | {details(slug)["start_form"]} == set(form_files(slug))


@pytest.mark.parametrize("slug", SLUGS)
def test_forms_name_themselves_and_their_fields(slug: str) -> None:
    for name, data in form_files(slug).items():
        form = json.loads(data)
        assert (form["id"], form["schemaVersion"], form["type"]) == (name, 19, "default")
        listed = list(fields(form["components"]))
        keys = [field["key"] for field in listed if "key" in field]
        assert len(set(keys)) == len(keys), f"{name} asks one thing twice"
        assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", key) and key not in {"dossier", "typename"} for key in keys)
        ids = [field["id"] for field in listed]
        assert len(set(ids)) == len(ids)
        assert all(
            field.get("label") or field.get("dateLabel") or field.get("timeLabel") or field["type"] == "text"
            for field in listed
        ), name


@pytest.mark.parametrize("slug", SLUGS)
def test_rows_of_a_form_fit_sixteen_columns(slug: str) -> None:
    for name, data in form_files(slug).items():
        widths: dict[str, int] = {}
        for component in json.loads(data)["components"]:
            layout = component["layout"]
            widths[layout["row"]] = widths.get(layout["row"], 0) + (layout["columns"] or 16)
        assert max(widths.values()) <= 16, name


@pytest.mark.parametrize("slug", SLUGS)
def test_choices_stand_in_the_form_itself(slug: str) -> None:
    """Whoever fills a form by its schema must see the choices, and the first one, without evaluating anything."""
    for name, listed in forms(slug).items():
        for field in listed:
            if field["type"] in {"radio", "select", "checklist"}:
                values = [choice["value"] for choice in field["values"]]
                assert len(values) > 1 and len(set(values)) == len(values), f"{name}.{field['key']}"


@pytest.mark.parametrize("slug", SLUGS)
def test_phone_and_identity_numbers_are_checked_the_same_way_everywhere(slug: str) -> None:
    for name, listed in forms(slug).items():
        for field in listed:
            if field.get("key", "").endswith("Identity") or field.get("key") == "personalNumber":
                assert field["validate"]["pattern"] == "^[0-9]{12}$", f"{name}.{field['key']}"


@pytest.mark.parametrize("slug", SLUGS)
def test_tasks_belong_to_roles_the_office_has(slug: str) -> None:
    known = {"receiver", "reviewer", "head", "leader", "registrar", "returner"}
    for task in tree(slug).iterfind(f".//{{{ZEEBE}}}assignmentDefinition"):
        assert {role.strip() for role in task.get("candidateGroups", "").split(",")} <= known


@pytest.mark.parametrize("slug", SLUGS)
def test_every_flow_of_the_diagram_is_walked_by_a_scenario(slug: str) -> None:
    """Each element is passed by at least one scenario, so that no branch is shipped unplayed."""
    passed: set[str] = set()
    for played in scenarios.play(scenario_files(slug)):
        passed |= set(played.outcome.get("path", []))
    drawn = {node.get("id") for tag in EXECUTED for node in tree(slug).iterfind(f".//bpmn:process//bpmn:{tag}", NS)}
    assert drawn - passed == set()


def test_nothing_else_lies_in_the_folder() -> None:
    assert sorted(path.name for path in PROCEDURES.iterdir() if not path.name.startswith((".", "_"))) == SLUGS
