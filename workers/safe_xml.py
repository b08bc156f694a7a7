"""XML from systems nobody here controls: sizes bounded by the caller, no entities, no network, no document type."""

from __future__ import annotations

from lxml import etree


class XmlInvalid(ValueError):
    """Not well-formed, or of a kind that is never read; the text says where, for the log."""


def parse(data: bytes, *, long_texts: bool = False) -> etree._Element:
    """The root element. ``long_texts``: texts may be longer than the parser's own limit. Raises :class:`XmlInvalid`."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=long_texts, remove_comments=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise XmlInvalid(str(error)[:300]) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlInvalid("a document type declaration is not allowed")
    return root
