"""The hardened parser: ordinary files in, hostile ones out, with sentences."""

from __future__ import annotations

import pytest

from bpmn.diagram.xml import Limits, as_utf8, parse_xml
from bpmn.errors import XmlError


def test_comments_and_instructions_are_left_out():
    root = parse_xml(b"<!-- a --><a><?run me?><b/><!-- c --></a>")
    assert [child.tag for child in root] == ["b"]


@pytest.mark.parametrize("text", ["<a>hồ sơ</a>", '<?xml version="1.0" encoding="utf-16"?><a>hồ sơ</a>'])
def test_encodings(text):
    data = text.encode("utf-16" if "utf-16" in text else "utf-8")
    assert parse_xml(data).text == "hồ sơ"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "well-formed"),
        (b"<a>", "well-formed"),
        (b"<a></b>", "well-formed"),
        (b"<a/><b/>", "well-formed"),
        (b"\x00\x01", "well-formed"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "well-formed"),
        (b"<!DOCTYPE a><a/>", "DOCTYPE"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "DOCTYPE"),
        (b'<!DOCTYPE a [<!ENTITY x "1"><!ENTITY y "&x;&x;">]><a>&y;</a>', "DOCTYPE"),
        (b'<!DOCTYPE a PUBLIC "p" "http://127.0.0.1:1/x"><a/>', "DOCTYPE"),
        (b"<a>&undefined;</a>", "well-formed"),
        (b"<a>" * 201 + b"</a>" * 201, "200 levels"),
        (b"<a>" + b"<b/>" * 200_001 + b"</a>", "200000 elements"),
        (b"<a>" + b" " * 10_000_000 + b"</a>", "10000000"),
    ],
    ids=range(14),
)
def test_refused_with_a_sentence(data, word):
    with pytest.raises(XmlError) as caught:
        parse_xml(data)
    assert word in caught.value.message
    assert caught.value.vi != caught.value.message
    assert "root:" not in caught.value.message


def test_the_line_is_named():
    with pytest.raises(XmlError) as caught:
        parse_xml(b"<a>\n\n<b></a>")
    assert caught.value.line == 3
    assert "dòng 3, cột" in caught.value.vi
    assert "mismatch" not in caught.value.vi, "the library's words are English"


def test_limits_can_be_narrower():
    with pytest.raises(XmlError):
        parse_xml(b"<a><b/></a>", limits=Limits(elements=1))
    with pytest.raises(XmlError):
        parse_xml(b"<a><b/></a>", limits=Limits(depth=1))
    with pytest.raises(XmlError):
        parse_xml(b"<a/>", limits=Limits(bytes=3))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "windows-1252"])
def test_a_diagram_is_handed_on_in_utf8(encoding):
    """Pages and browsers read UTF-8, whatever the declaration says; a byte order mark beats it."""
    declared = "UTF-8" if encoding == "utf-16" else encoding
    data = f'<?xml version="1.0" encoding="{declared}"?><a b="é"/>'.encode(encoding)
    told = as_utf8(data)
    assert parse_xml(told).get("b") == "é" and "é" in told.decode("utf-8")
    assert (told is data) is (encoding == "utf-8")
