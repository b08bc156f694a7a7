"""Bytes or an element become the root of a DMN model. Hardened: no document types, no entities, no network."""

from __future__ import annotations

from lxml import etree

from bpmn.dmn.problems import DmnError, DmnProblem, ModelPlace
from bpmn.feel.budget import MODEL

MAX_BYTES = MODEL.bytes
NAMESPACES = frozenset(
    {
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
        "https://www.omg.org/spec/DMN/20240513/MODEL/",
    }
)


def refused(code: str, line: int | None = None, **facts: object) -> DmnError:
    """The error for a file that is not a DMN model at all."""
    return DmnError((DmnProblem(code, ModelPlace(), "error", line, facts),))


def parsed(data: bytes) -> etree._Element:
    """The root element; raises DmnError with one problem."""
    if len(data) > MAX_BYTES:
        raise refused("xml-too-big", allowed=MAX_BYTES)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise refused("xml", getattr(error, "lineno", None), reason=str(getattr(error, "msg", error))[:200]) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise refused("xml-doctype")
    return root


def definitions_element(source: bytes | etree._Element) -> etree._Element:
    """The ``definitions`` element of a DMN 1.1 to 1.6 model; raises DmnError."""
    root = parsed(source) if isinstance(source, bytes) else source
    name = etree.QName(root)
    if name.localname != "definitions" or name.namespace not in NAMESPACES:
        raise refused("not-dmn", line_of(root))
    return root


def size_of(root: etree._Element) -> tuple[int, int]:
    """How many cells and texts a model has, and how many characters in them: what reading it costs."""
    texts = [element.text or "" for element in root.iter("{*}text")]
    return len(texts), sum(map(len, texts))


def check_size(root: etree._Element) -> None:
    """Raises DmnError for a model that is larger than the limits (``bpmn.feel.budget.ModelLimits``)."""
    cells, characters = size_of(root)
    if cells > MODEL.cells or characters > MODEL.characters:
        facts = {"cells": cells, "characters": characters}
        raise refused("too-large", None, most=MODEL.cells, longest=MODEL.characters, **facts)


def children(element: etree._Element, *names: str) -> list[etree._Element]:
    """Children of the model's namespace with one of the names, or all of them."""
    space = etree.QName(element).namespace
    found = [child for child in element if isinstance(child.tag, str) and etree.QName(child).namespace == space]
    return [child for child in found if not names or etree.QName(child).localname in names]


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child with the name."""
    found = children(element, name)
    return found[0] if found else None


def text_of(element: etree._Element | None, name: str = "text") -> str | None:
    """The text of a child; None where there is no such child."""
    inner = child(element, name) if element is not None else None
    return None if inner is None else (inner.text or "")


def references(element: etree._Element, *names: str) -> tuple[str, ...]:
    """The ``href`` of children."""
    return tuple(inner.get("href", "") for inner in children(element, *names))


def line_of(element: etree._Element) -> int | None:
    """The line the element stands on, where the parser knows it."""
    line = element.sourceline
    return line if isinstance(line, int) else None
