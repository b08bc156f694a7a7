"""Element templates: both languages from one source, sound by the rules of the loader, and true to the shipped diagrams."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from lxml import etree

from bpmn.diagram.dialect import ZEEBE
from tests.unit.procedures.shipped import NS, ROOT, SLUGS, tree

FOLDER = ROOT / "bpmn" / "templates"
Template = dict[str, Any]


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_templates", FOLDER / "build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load(language: str) -> dict[str, Template]:
    return {
        template["id"]: template for template in json.loads((FOLDER / f"motcua.{language}.json").read_text("utf-8"))
    }


def test_the_files_are_what_the_source_says(build: ModuleType) -> None:
    stale = [path.name for path, text in build.targets().items() if path.read_text("utf-8") != text]
    assert stale == [], "run python bpmn/templates/build.py"


def test_both_languages_bind_the_same() -> None:
    """A diagram edited in one language must look right in the other: only texts may differ."""
    texts = {"name", "label", "description", "message"}

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: bare(item) for key, item in value.items() if key not in texts or isinstance(item, dict)}
        return [bare(item) for item in value] if isinstance(value, list) else value

    def without_name_preset(template: Template) -> Template:
        kept = [field for field in template["properties"] if field.get("id") != "name"]
        return {**template, "properties": kept}

    vietnamese, english = load("vi"), load("en")
    assert list(vietnamese) == list(english)
    for id_, template in vietnamese.items():
        assert bare(without_name_preset(template)) == bare(without_name_preset(english[id_])), id_
        assert template["name"] != english[id_]["name"], id_


def test_every_text_is_said_in_both_languages(build: ModuleType) -> None:
    """A text that is not a pair would appear in one language everywhere."""
    source = build.yaml.safe_load((FOLDER / "source.yaml").read_text("utf-8"))

    def texts(value: Any, at: str = "") -> Iterator[str]:
        if isinstance(value, dict):
            for key, item in value.items():
                if key in {"label", "description", "message"} and not (
                    isinstance(item, dict) and set(item) == {"vi", "en"}
                ):
                    yield f"{at}.{key}"
                yield from texts(item, f"{at}.{key}")
        elif isinstance(value, list):
            for item in value:
                yield from texts(item, at)

    assert list(texts(source)) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_templates_keep_the_loaders_rules(language: str) -> None:
    for id_, template in load(language).items():
        fields = template["properties"]
        assert re.fullmatch(r"motcua\.[a-z-]+", id_) and isinstance(template["version"], int)
        assert "zeebe-element-templates-json-schema" in template["$schema"]
        binding = {field["binding"]["type"] for field in fields}
        needs_marker = binding & {"zeebe:formDefinition", "zeebe:assignmentDefinition", "zeebe:taskSchedule"}
        assert not needs_marker or "zeebe:userTask" in binding, id_
        groups = {group["id"] for group in template["groups"]}
        assert {field["group"] for field in fields if field["type"] != "Hidden"} == groups, id_
        for field in fields:
            choices = [choice["value"] for choice in field.get("choices", [])]
            assert field["type"] != "Dropdown" or field["value"] in choices, f"{id_}.{field['id']}"
            pattern = field.get("constraints", {}).get("pattern")
            if pattern and field.get("value"):
                assert re.search(pattern["value"], field["value"]), f"{id_}.{field['id']}"


def test_all_ten_statuses_are_offered() -> None:
    status = next(field for field in load("vi")["motcua.receive"]["properties"] if field.get("id") == "status")
    assert [choice["value"] for choice in status["choices"]] == [str(number) for number in range(1, 11)]


def value_in(element: etree._Element, binding: dict[str, str]) -> str | None:
    """What the diagram holds where a template's field is bound."""
    own = element.find("bpmn:extensionElements", NS)
    kind, name = (
        binding["type"],
        binding.get("name") or binding.get("property") or binding.get("key") or binding.get("source"),
    )
    if kind == "property":
        return element.get(str(name))
    if own is None:
        return None
    paths = {
        "zeebe:property": (f"zeebe:properties/zeebe:property[@name='{name}']", "value"),
        "zeebe:input": (f"zeebe:ioMapping/zeebe:input[@target='{name}']", "source"),
        "zeebe:output": (f"zeebe:ioMapping/zeebe:output[@source='{name}']", "target"),
        "zeebe:taskHeader": (f"zeebe:taskHeaders/zeebe:header[@key='{name}']", "value"),
        "zeebe:userTask": ("zeebe:userTask", ""),
    }
    path, attribute = paths.get(kind, (kind, str(name)))
    found = own.find(path, NS)
    if found is None:
        return None
    return found.get(attribute) if attribute else "marked"


@pytest.mark.parametrize("slug", SLUGS)
def test_diagrams_hold_what_their_templates_allow(slug: str) -> None:
    """A value outside the choices shows as empty in the modeler, and the next click would replace it."""
    templates = load("vi")
    templated = tree(slug).iterfind(f".//*[@{{{ZEEBE}}}modelerTemplate]", NS)
    for element in templated:
        at = f"{slug}: {element.get('id')}"
        template = templates[element.get(f"{{{ZEEBE}}}modelerTemplate", "")]
        assert element.get(f"{{{ZEEBE}}}modelerTemplateVersion") == str(template["version"]), at
        assert element.get(f"{{{ZEEBE}}}modelerTemplateIcon") == template["icon"]["contents"], at
        assert template["elementType"]["value"].lower() == f"bpmn:{etree.QName(element).localname}".lower(), at
        for field in template["properties"]:
            value = value_in(element, field["binding"])
            where = f"{at}, {field.get('id', field['binding'])}"
            if field["type"] == "Hidden":
                assert value == field.get("value", "marked"), where
            elif value is None:
                assert field.get("optional"), f"{where} is missing"
            else:
                check_value(field, value, where)


def check_value(field: Template, value: str, where: str) -> None:
    if field["type"] == "Dropdown":
        assert value in [choice["value"] for choice in field["choices"]], where
    constraints = field.get("constraints", {})
    if "pattern" in constraints:
        assert re.search(constraints["pattern"]["value"], value), where
    if field.get("feel") == "required":
        assert value.startswith("="), where
    assert len(value) <= constraints.get("maxLength", len(value)), where


@pytest.mark.parametrize("slug", SLUGS)
def test_every_task_with_a_template_of_its_kind_uses_it(slug: str) -> None:
    """So that a designer sees our fields, not the bare ones, on each task."""
    bare = [
        task.get("id")
        for tag in ("userTask", "serviceTask", "sendTask")
        for task in tree(slug).iterfind(f".//bpmn:{tag}", NS)
        if not task.get(f"{{{ZEEBE}}}modelerTemplate")
    ]
    assert bare == []
