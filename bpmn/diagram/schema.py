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

#: Errors that are reported at most: a file with more is not BPMN.
_MAX_ERRORS = 100
_lock = threading.Lock()


@cache
def _schema() -> etree.XMLSchema:
    folder = files("SpiffWorkflow.bpmn.parser") / "schema"
    with as_file(folder) as path:
        return etree.XMLSchema(file=str(path / "BPMN20.xsd"))


def validate(root: etree._Element) -> Iterator[Problem]:
    """The places where the tree is not valid BPMN 2.0."""
    with _lock:  # the errors are kept in the schema object, which all threads share
        schema = _schema()
        if schema.validate(root.getroottree()):
            return
        log: Any = schema.error_log  # the stubs do not know that it is a sequence
        errors = [(entry.line, entry.path, entry.message) for entry in list(log)[:_MAX_ERRORS]]
    for line, path, message in errors:
        yield problem("xml-schema", _nearest_id(root, path), line or None, detail=_without_namespaces(message))


def _nearest_id(root: etree._Element, path: str | None) -> str | None:
    """The id of the element at a path, or of the nearest one around it. Lines do not do: a file may consist of one."""
    element: etree._Element | None = _at(root, path or "")
    while element is not None and not element.get("id"):
        element = element.getparent()
    return None if element is None else element.get("id")


def _at(root: etree._Element, path: str) -> etree._Element:
    """Follows a path as libxml2 writes it: "/b:definitions/b:process[2]", or "/*/*[2]" where names have no prefix."""
    here = root
    for step in path.split("/")[2:]:
        name, _, rest = step.partition("[")
        place = int(rest[:-1]) if rest[:-1].isdigit() else 1
        matching = (child for child in here.iterchildren(tag=etree.Element) if name in ("*", _prefixed_name(child)))
        found = next(islice(matching, place - 1, None), None)
        if found is None:
            break
        here = found
    return here


def _prefixed_name(element: etree._Element) -> str:
    local = local_name(element)
    return f"{element.prefix}:{local}" if element.prefix else local


def _without_namespaces(message: str) -> str:
    text = message
    while "{http" in text:
        before, _, rest = text.partition("{http")
        text = before + rest.partition("}")[2]
    return text
