"""Builds the element templates of both languages from source.yaml.

Writes motcua.vi.json and motcua.en.json beside the source and the desktop modeler's copy
under .camunda/element-templates/ (Vietnamese). It decides nothing: what a template binds and
says stands in the source and, for a topic, in its contract; a change of a released template
needs a new version there.

Run `python bpmn/templates/build.py`; with --check it writes nothing and fails when a file is stale.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import yaml

from bpmn.contracts import OFFICE, VARIABLE_NAME, Contract, ContractValue, Header

HERE = Path(__file__).parent
LANGUAGES = ("vi", "en")
# The loader refuses a template whose $schema does not contain the name of this package.
SCHEMA = "@camunda/zeebe-element-templates-json-schema"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 18 18" width="18" height="18">'
    '<g fill="none" stroke="#0b3d6e" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">{}</g></svg>'
)

Node = dict[str, Any]
Part = TypeVar("Part", ContractValue, Header)


def icon(shapes: str) -> str:
    """The data address of an 18 × 18 icon drawn with the given SVG shapes."""
    return "data:image/svg+xml;base64," + base64.b64encode(SVG.format(shapes).encode()).decode()


def in_language(value: Any, language: str) -> Any:
    """The value with every {vi, en} pair replaced by its text in the language."""
    if isinstance(value, dict):
        if set(value) == set(LANGUAGES):
            return value[language]
        return {key: in_language(item, language) for key, item in value.items()}
    if isinstance(value, list):
        return [in_language(item, language) for item in value]
    return value


def choices(listed: Any, statuses: Node) -> list[Node]:
    """Choices as the schema wants them; `statuses` stands for the ten national statuses, shown with their number."""
    if listed == "statuses":
        return [{"name": f"{number} · {text}", "value": number} for number, text in statuses.items()]
    return [{"name": text, "value": value} for value, text in listed.items()]


def field(name: str, own: Node, source: Node, template: Node) -> Node:
    """One property of a template: the shared field of that name, overridden by the template's own keys."""
    merged = {"id": name.removesuffix("Optional"), **source["fields"].get(name, {}), **own}
    if name == "name":
        merged.setdefault("value", template["name"])
    if "choices" in merged:
        merged["choices"] = choices(merged["choices"], source["statuses"])
    return merged


def topical(template: Node, contract: Contract, language: str) -> list[Node]:
    """The fields of a topic: what the contract says of each, with what the template fills in."""
    found = []
    for name, own in template.get("inputs", {}).items():
        found.append({**_input(_named(contract.inputs, name), language), **own})
    for name, own in template.get("headers", {}).items():
        found.append({**_header(_named(contract.headers, name), language), **own})
    for name, own in template.get("outputs", {}).items():
        found.append({**_output(_named(contract.outputs, name), language), **own})
    left = {value.name for value in contract.inputs if value.required} - set(template.get("inputs", {}))
    if left:
        raise ValueError(f"{template['id']} does not offer what {contract.topic} needs: {sorted(left)}")
    return found


def _named(parts: Iterable[Part], name: str) -> Part:
    return {part.name: part for part in parts}[name]


def _input(value: ContractValue, language: str) -> Node:
    binding = {"type": "zeebe:input", "name": value.name}
    return {
        "id": value.name,
        "label": value.label.in_language(language),
        "type": "String",
        "feel": "required",
        "binding": binding,
    }


def _header(header: Header, language: str) -> Node:
    found: Node = {
        "id": header.name,
        "label": header.label.in_language(language),
        "type": "String",
        "value": header.default,
    }
    if header.choices:
        listed = {value: words.in_language(language) for value, words in header.choices.items()}
        found |= {"type": "Dropdown", "choices": choices(listed, {})}
    return {**found, "binding": {"type": "zeebe:taskHeader", "key": header.name}}


def _output(value: ContractValue, language: str) -> Node:
    label = value.label.in_language(language)
    words = {"vi": "Biến nhận {}", "en": "Variable for {}"}[language]
    message = {"vi": "Tên biến không dấu, không cách", "en": "A variable name: letters, digits, underscore"}[language]
    pattern = {"value": f"^{VARIABLE_NAME.pattern}$", "message": message}
    return {
        "id": value.name,
        "label": words.format(label[:1].lower() + label[1:]),
        "type": "String",
        "group": "result",
        "value": value.name,
        "constraints": {"notEmpty": True, "pattern": pattern},
        "binding": {"type": "zeebe:output", "source": f"={value.name}"},
    }


def hidden(template: Node) -> list[Node]:
    """What the template forces: the marker of a user task, kind and clock, or the topic of a job."""
    found: list[Node] = []
    if template["element"] == "bpmn:UserTask":
        found.append({"type": "Hidden", "binding": {"type": "zeebe:userTask"}})
    pinned = {"kind": template.get("kind"), **template.get("pinned", {})}
    for name, value in pinned.items():
        if value:
            found.append({"type": "Hidden", "value": value, "binding": {"type": "zeebe:property", "name": name}})
    if "topic" in template:
        binding = {"type": "zeebe:taskDefinition", "property": "type"}
        found.append({"type": "Hidden", "value": template["topic"], "binding": binding})
    return found


def applies(element: str) -> list[str]:
    """A blank task of the palette may take any template of a task; an event only its own."""
    return ["bpmn:Task", element] if element.endswith("Task") else [element]


def build_template(template: Node, source: Node, language: str) -> Node:
    """One template by the zeebe schema, its texts already in one language."""
    contract = OFFICE[template["topic"]] if "topic" in template else None
    if contract is not None:
        words = {"name": contract.name.in_language(language), "description": contract.text.in_language(language)}
        template = {**words, **template}
    fields = [field(name, own or {}, source, template) for name, own in template["fields"].items()]
    fields += topical(template, contract, language) if contract is not None else []
    used = {item["group"] for item in fields}
    user = template["element"] == "bpmn:UserTask"
    return {
        "$schema": SCHEMA,
        "id": template["id"],
        "name": template["name"],
        "version": template["version"],
        "description": template["description"],
        "keywords": template["keywords"],
        "category": {"id": "motcua", "name": source["category"]},
        "icon": {"contents": icon(template["icon"])},
        "engines": {"camunda": "^8.6"},
        "appliesTo": applies(template["element"]),
        "elementType": {"value": template["element"]},
        "groups": [
            {"id": group, "label": label, "openByDefault": True}
            for group, label in source["groups"].items()
            if group in used
        ],
        # Listeners are shown unless refused, and mean nothing to this engine.
        "entriesVisible": {"executionListeners": False, **({"taskListeners": False} if user else {})},
        "properties": hidden(template) + fields,
    }


def build(language: str) -> str:
    """The JSON text of all templates in one language ("vi" or "en")."""
    source = in_language(yaml.safe_load((HERE / "source.yaml").read_text("utf-8")), language)
    templates = [build_template(template, source, language) for template in source["templates"]]
    return json.dumps(templates, ensure_ascii=False, indent=2) + "\n"


def targets() -> dict[Path, str]:
    """Every file to write, with its text."""
    made = {HERE / f"motcua.{language}.json": build(language) for language in LANGUAGES}
    made[HERE.parents[1] / ".camunda" / "element-templates" / "motcua.json"] = build("vi")
    return made


def main(arguments: list[str]) -> int:
    """Writes the stale files; with --check only names them and returns 1."""
    stale = {path: text for path, text in targets().items() if not path.exists() or path.read_text("utf-8") != text}
    for path, text in stale.items():
        sys.stdout.write(f"{path.name}\n")
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
