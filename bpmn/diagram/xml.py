"""The only place where untrusted XML is parsed.

Document types, entities and files that are too large, too deep or have too many elements are refused; nothing is fetched
from the network.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml import etree

from bpmn.errors import XmlError
from bpmn.limits import FILE_BYTES, XML_DEPTH, XML_ELEMENTS

_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of an XML file."""

    bytes: int = FILE_BYTES
    depth: int = XML_DEPTH
    elements: int = XML_ELEMENTS


class _Guard:
    """A parser target that counts depth and elements, so that a hostile file is refused before a tree is built."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._depth = 0
        self._elements = 0

    def start(self, tag: str, attributes: dict[str, str], nsmap: dict[str | None, str] | None = None) -> object:
        self._depth += 1
        self._elements += 1
        if self._depth > self._limits.depth:
            raise XmlError(
                f"The file nests deeper than {self._limits.depth} levels; flatten it.",
                f"Tệp lồng quá {self._limits.depth} cấp; hãy làm phẳng bớt.",
            )
        if self._elements > self._limits.elements:
            raise XmlError(
                f"The file has more than {self._limits.elements} elements; split it.",
                f"Tệp có hơn {self._limits.elements} phần tử; hãy chia nhỏ.",
            )
        return None

    def end(self, tag: str) -> None:
        self._depth -= 1

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise _doctype()

    def close(self) -> None:
        return None


def _doctype() -> XmlError:
    return XmlError(
        "The file has a document type (DOCTYPE); remove it: entities are not accepted.",
        "Tệp có khai báo DOCTYPE; hãy bỏ đi: không chấp nhận thực thể (entity).",
    )


def _malformed(error: etree.XMLSyntaxError) -> XmlError:
    line = error.lineno or None
    column = (error.offset or 0) + 1
    place = f" (line {line}, column {column})" if line else ""
    place_vi = f" (dòng {line}, cột {column})" if line else ""
    return XmlError(
        f"The file is not well-formed XML{place}: {error.msg}. Export it again from the modeler.",
        f"Tệp không phải XML đúng quy cách{place_vi}. Hãy xuất lại từ trình vẽ sơ đồ.",
        line,
    )


def _parser(guard: _Guard | None = None) -> etree.XMLParser:
    target: Any = guard  # the stubs ask for methods that libxml2 does not need
    return etree.XMLParser(
        target=target,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _feed(parser: etree.XMLParser, data: bytes) -> object:
    for start in range(0, len(data), _CHUNK):
        parser.feed(data[start : start + _CHUNK])
    return parser.close()


def parse_xml(data: bytes, *, limits: Limits | None = None) -> etree._Element:
    """The root element of `data`; comments and processing instructions are left out.

    Raises `XmlError` with a sentence for people. Entities are never expanded, nothing is fetched.
    """
    limits = limits or Limits()
    if len(data) > limits.bytes:
        raise XmlError(
            f"The file has {len(data)} bytes; at most {limits.bytes} are accepted.",
            f"Tệp có {len(data)} byte; chỉ chấp nhận tối đa {limits.bytes}.",
        )
    try:
        # The first pass builds no tree and checks the limits.
        _feed(_parser(_Guard(limits)), data)
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        raise _malformed(error) from None
    except (ValueError, LookupError) as error:
        raise XmlError(
            f"The file cannot be read: {error}.",
            "Không đọc được tệp: bảng mã ký tự không rõ hoặc có ký tự không hợp lệ.",
        ) from None
    return root


def as_utf8(data: bytes) -> bytes:
    """The same document in UTF-8, for pages and browsers; unchanged if it is UTF-8 already.

    Raises `XmlError` like :func:`parse_xml`.
    """
    root = parse_xml(data)
    declared = (root.getroottree().docinfo.encoding or "UTF-8").upper()
    if declared in ("UTF-8", "ASCII", "US-ASCII") and _is_utf8(data):
        return data
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
