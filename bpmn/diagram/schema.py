"""Validation against the BPMN 2.0 XML schema that comes with SpiffWorkflow."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import cache
from importlib.resources import as_file, files
from itertools import islice
from typing import Any

from lxml import etree

from bpmn.diagram.dialect import local_name
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
        errors = [(entry.line, entry.path, entry.message) for entry in list(log)[:_MOST]]
    for line, path, message in errors:
        yield problem("xml-schema", _bearer(root, path), line or None, detail=_plain(message))


def _bearer(root: etree._Element, path: str | None) -> str | None:
    """The id of the element at a path, or of the nearest one around it; a whole file may stand on one line."""
    bearer: etree._Element | None = _at(root, path or "")
    while bearer is not None and not bearer.get("id"):
        bearer = bearer.getparent()
    return None if bearer is None else bearer.get("id")


def _at(root: etree._Element, path: str) -> etree._Element:
    """Follows a path as libxml2 writes it: "/b:definitions/b:process[2]", or "/*/*[2]" where names have no prefix."""
    here = root
    for step in path.split("/")[2:]:
        name, _, rest = step.partition("[")
        place = int(rest[:-1]) if rest[:-1].isdigit() else 1
        alike = (child for child in here.iterchildren(tag=etree.Element) if name in ("*", _named(child)))
        found = next(islice(alike, place - 1, None), None)
        if found is None:
            break
        here = found
    return here


def _named(element: etree._Element) -> str:
    local = local_name(element)
    return f"{element.prefix}:{local}" if element.prefix else local


def _plain(message: str) -> str:
    """libxml2's sentence without namespaces."""
    text = message
    while "{http" in text:
        before, _, rest = text.partition("{http")
        text = before + rest.partition("}")[2]
    return text
