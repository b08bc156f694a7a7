"""What stands of topics and connectors in several places is one thing: contracts, templates, pages, and who composes."""

from __future__ import annotations

import ast
import json

import pytest

from core.domain.channels import TellBy
from core.services.context.contracts import OFFICE
from core.settings import Settings
from tests.support.sources import ROOT, place, python_files, tree
from workers import registry
from workers.composition import build

TEMPLATES = json.loads((ROOT / "bpmn" / "templates" / "motcua.en.json").read_text("utf-8"))
OFFERED = {
    field["value"]: template
    for template in TEMPLATES
    for field in template["properties"]
    if field["binding"] == {"type": "zeebe:taskDefinition", "property": "type"}
}


def test_every_topic_that_is_served_has_a_contract_and_a_template() -> None:
    served = registry.by_topic(registry.own())
    assert set(served) <= set(OFFICE), "a topic of the office needs its contract in bpmn/contracts"
    assert set(OFFERED) == set(served), "a template offers what a connector serves, and nothing that would be refused"


@pytest.mark.parametrize("topic", sorted(OFFERED))
def test_a_template_binds_what_the_contract_names(topic: str) -> None:
    contract, fields = OFFICE[topic], OFFERED[topic]["properties"]
    bound = {
        (field["binding"]["type"], field["binding"].get("name") or field["binding"].get("key")) for field in fields
    }
    inputs = {name for kind, name in bound if kind == "zeebe:input"}
    assert inputs <= {value.name for value in contract.inputs}
    assert inputs >= {value.name for value in contract.inputs if value.required}
    assert {name for kind, name in bound if kind == "zeebe:taskHeader"} <= {one.name for one in contract.headers}
    taken = {field["binding"]["source"] for field in fields if field["binding"]["type"] == "zeebe:output"}
    assert taken <= {f"={value.name}" for value in contract.outputs}


def test_only_one_place_composes_the_office_of_the_program() -> None:
    """An office without its connectors would deploy what nobody serves, and know no way to tell an applicant but e-mail."""
    elsewhere = [
        place(path, node)
        for path in python_files("motcua", "workers")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and node.module == "core.bootstrap"
        and any(alias.name == "build" for alias in node.names)
    ]
    assert not elsewhere, f"ask workers.composition.build: {elsewhere}"


def test_nothing_names_a_connectors_folder_from_outside() -> None:
    """A connector is found, not listed: adding one changes its folder."""
    folders = {path.parent.name for path in (ROOT / "workers").glob("*/connector.py")}
    assert folders >= {"postal", "notification", "records"}
    named = [
        place(path, node)
        for path in python_files("admin", "api", "bpmn", "core", "motcua", "portal", "web", "workers")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and node.module
        and (parts := node.module.split("."))[0] == "workers"
        and len(parts) > 1
        and parts[1] in folders
        and f"workers/{parts[1]}/" not in place(path)
    ]
    assert not named


def test_a_worker_knows_the_same_ways_to_tell_applicants_as_the_desk(settings: Settings) -> None:
    """What a carrier's report or a timer decides is decided in a worker: its letter goes the way a clerk's would."""
    there = build(
        settings.but(sms_url="http://127.0.0.1:9", sms_key="mau:mau-mau-mau-mau-mau", sms_sender="MAU")
    ).context
    assert there.ways >= {TellBy.EMAIL, TellBy.SMS} and there.served
