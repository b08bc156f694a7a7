"""Validation against the BPMN 2.0 XML schema, which SpiffWorkflow's package carries. Says where a file deviates; no more."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import cache
from importlib.resources import as_file, files
from typing import Any

from lxml import etree

from bpmn.dialect import line_of
from bpmn.problem import Problem
from bpmn.texts import problem

#: Beyond this many findings a file is simply not BPMN; more would help nobody.
_MOST = 100
_lock = threading.Lock()


@cache
def _schema() -> etree.XMLSchema:
    folder = files("SpiffWorkflow.bpmn.parser") / "schema"
    with as_file(folder) as path:
        return etree.XMLSchema(file=str(path / "BPMN20.xsd"))


def validate(root: etree._Element) -> Iterator[Problem]:
    """The places where the tree is not valid BPMN 2.0."""
    with _lock:  # the schema keeps its errors in itself
        schema = _schema()
        if schema.validate(root.getroottree()):
            return
        log: Any = schema.error_log  # the stubs do not know that it is a sequence
        errors = [(entry.line, entry.message) for entry in log]
    ids = _ids_by_line(root) if errors else {}
    for line, message in errors[:_MOST]:
        yield problem("xml-schema", ids.get(line), line or None, detail=_plain(message))


def _ids_by_line(root: etree._Element) -> dict[int, str]:
    """The id of the element on each line, or of the nearest one around it."""
    found: dict[int, str] = {}
    for element in root.iter(tag=etree.Element):
        line = line_of(element)
        if line is None or line in found:
            continue
        bearer: etree._Element | None = element
        while bearer is not None and not bearer.get("id"):
            bearer = bearer.getparent()
        if bearer is not None:
            found[line] = bearer.get("id", "")
    return found


def _plain(message: str) -> str:
    """libxml2's sentence without namespaces."""
    text = message
    while "{http" in text:
        before, _, rest = text.partition("{http")
        text = before + rest.partition("}")[2]
    return text
