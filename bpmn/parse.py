"""From bytes to a definition that can run: the gate through which every diagram passes.

Reads with the hardened parser, validates against the schema, applies all rules, and only then builds specifications.
Forms are not looked at: that is `bpmn.lint`; decision tables only where the diagram calls them.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType

from cachetools import LRUCache, cached

from bpmn.checking import check
from bpmn.checking.sizes import too_large
from bpmn.checking.tables import Tables, read_tables
from bpmn.definition import Definition, Flow, Start
from bpmn.diagram.dialect import is_definitions, is_expression, line_of, local_name, namespace, read
from bpmn.diagram.model import Diagram, FlowNode
from bpmn.diagram.schema import validate
from bpmn.diagram.xml import parse_xml
from bpmn.errors import DiagramError, XmlError
from bpmn.problem import Problem
from bpmn.reading import DiagramParser, element_of
from bpmn.texts import problem

#: Definitions kept per process; a definition of 100 elements takes about half a megabyte.
_KEPT = 256


def _key(diagram: bytes, tables: Mapping[str, bytes] | None = None) -> bytes:
    """A digest of everything the definition is made of."""
    digest = sha256()
    for part in (diagram, *(part for name, file in sorted((tables or {}).items()) for part in (name.encode(), file))):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()


@cached(LRUCache(_KEPT), key=_key, lock=threading.Lock())
def load(diagram: bytes, tables: Mapping[str, bytes] | None = None) -> Definition:
    """The definition in a diagram, from the cache when the same was read before.

    `tables` are the DMN files of the procedure by name, for the decisions that the diagram calls. Raises `DiagramError`
    with all problems when the diagram cannot be executed as it stands.
    """
    drawn, problems = examine(diagram)
    calls = drawn is not None and any(node.type == "businessRuleTask" for node in drawn.nodes)
    decisions = read_tables(tables) if calls else Tables()
    if drawn is not None:
        problems += [*decisions.problems, *decisions.unknown(drawn)]
    errors = [found for found in problems if found.severity == "error"]
    if errors or drawn is None or drawn.process is None:
        raise DiagramError(errors)
    return _define(drawn, sha256(diagram).hexdigest(), decisions)


def examine(data: bytes) -> tuple[Diagram | None, list[Problem]]:
    """The diagram, if there is one, and everything wrong with it."""
    try:
        root = parse_xml(data)
    except XmlError as error:
        return None, [problem("xml-invalid", None, error.line, detail=error.message, detail_vi=error.vi)]
    if not is_definitions(root):
        return None, [problem("not-bpmn", None, line_of(root), found=local_name(root), space=namespace(root) or "–")]
    large = too_large(root)
    if large is not None:
        return None, [large]
    try:
        diagram = Diagram(root)
        return diagram, sorted({*validate(root), *check(diagram)}, key=lambda found: found.order)
    except (RecursionError, MemoryError) as error:
        return None, [problem("lint-failed", None, detail=type(error).__name__)]


def _define(diagram: Diagram, digest: str, tables: Tables) -> Definition:
    process = diagram.process
    assert process is not None
    extensions = read(process)
    elements = {node.id: element_of(node) for node in diagram.nodes}
    flows = {flow.id: Flow(flow.id, flow.source, flow.target, flow.xml.get("name") or "") for flow in diagram.flows}
    return Definition(
        sha256=digest,
        process_id=process.get("id") or "",
        name=process.get("name") or process.get("id") or "",
        version_tag=extensions.version_tag,
        properties=MappingProxyType({one.name: one.value for one in extensions.properties}),
        elements=MappingProxyType(elements),
        flows=MappingProxyType(flows),
        message_names=_message_names(diagram),
        calls=MappingProxyType(static_calls(diagram)),
        starts=tuple(Start(node.id, _message_name(diagram, node)) for node in diagram.entry_nodes()),
        scopes=MappingProxyType(DiagramParser(diagram, tables.models).scopes()),
    )


def static_calls(diagram: Diagram) -> dict[str, str]:
    """The processes that call activities name by a plain id, by the id of the element."""
    called = {node.id: node.extensions.called for node in diagram.nodes if node.type == "callActivity"}
    return {
        name: found.process_id
        for name, found in called.items()
        if found is not None and not is_expression(found.process_id)
    }


def _message_names(diagram: Diagram) -> tuple[str, ...]:
    nodes = [node for node in diagram.nodes if not node.is_message_throw and node.type != "sendTask"]
    names = dict.fromkeys(_message_name(diagram, node) for node in nodes)
    return tuple(name for name in names if name is not None)


def _message_name(diagram: Diagram, node: FlowNode) -> str | None:
    message = diagram.referenced("message", node.message_ref)
    return None if message is None else (message.get("name") or "").strip()
