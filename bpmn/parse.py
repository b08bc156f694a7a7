"""From bytes to a definition that can run: the gate through which every diagram passes.

Reads with the hardened parser, validates against the schema, applies all rules, and only then builds specifications.
Forms are not looked at: that is `bpmn.lint`.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from hashlib import sha256
from types import MappingProxyType

from bpmn.definition import Definition, Flow
from bpmn.dialect import line_of, local_name, read
from bpmn.errors import DiagramError, XmlError
from bpmn.model import Diagram, is_definitions
from bpmn.parsers import DiagramParser, element_of
from bpmn.problem import Problem
from bpmn.rules import check
from bpmn.schema import validate
from bpmn.texts import problem
from bpmn.xml import parse_xml

#: Definitions kept per process; a definition of 100 elements takes about half a megabyte.
_KEPT = 256
_cache: OrderedDict[str, Definition] = OrderedDict()
_lock = threading.Lock()


def load(diagram: bytes) -> Definition:
    """The definition in a diagram, from the cache when it was read before.

    Raises `DiagramError` with all problems when the diagram cannot be executed as it stands.
    """
    digest = sha256(diagram).hexdigest()
    with _lock:
        if digest in _cache:
            _cache.move_to_end(digest)
            return _cache[digest]
    definition = _read(diagram, digest)
    with _lock:
        _cache[digest] = definition
        while len(_cache) > _KEPT:
            _cache.popitem(last=False)
    return definition


def examine(data: bytes) -> tuple[Diagram | None, list[Problem]]:
    """The diagram, if there is one, and everything wrong with it."""
    try:
        root = parse_xml(data)
    except XmlError as error:
        return None, [problem("xml-invalid", None, error.line, detail=error.message, detail_vi=error.vi)]
    if not is_definitions(root):
        return None, [problem("not-bpmn", None, line_of(root), found=local_name(root))]
    try:
        diagram = Diagram(root)
        return diagram, sorted({*validate(root), *check(diagram)}, key=lambda found: found.order)
    except (RecursionError, MemoryError) as error:
        return None, [problem("lint-failed", None, detail=type(error).__name__)]


def _read(data: bytes, digest: str) -> Definition:
    diagram, problems = examine(data)
    errors = [found for found in problems if found.severity == "error"]
    if errors or diagram is None or diagram.process is None:
        raise DiagramError(errors)
    return _define(diagram, digest)


def _define(diagram: Diagram, digest: str) -> Definition:
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
        properties=MappingProxyType(dict(extensions.properties)),
        elements=MappingProxyType(elements),
        flows=MappingProxyType(flows),
        message_names=_message_names(diagram),
        _specs=MappingProxyType(DiagramParser(diagram).specs()),
    )


def _message_names(diagram: Diagram) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for node in diagram.nodes:
        for holder in (node.xml, *node.definitions()):
            message = diagram.referenced("message", holder.get("messageRef"))
            if message is not None:
                names[message.get("name") or ""] = None
    return tuple(names)
