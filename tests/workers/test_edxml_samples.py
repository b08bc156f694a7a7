"""The published edXML messages: each is read, and what we write of it has the same structure, in the same order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from tests.support import edxml
from workers.records.edxml import reader, writer
from workers.records.edxml.model import EdocMessage, StatusMessage
from workers.records.edxml.signatures import SignatureState

SAMPLES = edxml.samples()
pytestmark = pytest.mark.skipif(not SAMPLES, reason="EDXML_SAMPLES_DIR names no folder with messages")
#: Left out of the comparison: elements left empty in a sample say nothing, and which of the optional parts of a manifest
#: are given is the sender's choice.
FREE = {"ContentType", "Signature"}
each = pytest.mark.parametrize("name", sorted(SAMPLES))


def paths(data: bytes) -> list[str]:
    """The elements in their order, each with those above it, without what is empty."""
    root = reader._parsed(data)
    return list(dict.fromkeys(_paths(root, "")))


def _paths(element: etree._Element, above: str) -> list[str]:
    name = etree.QName(element).localname
    here = f"{above}/{name}"
    inside = [
        path
        for child in element
        if isinstance(child.tag, str) and etree.QName(child).localname not in FREE
        for path in _paths(child, here)
    ]
    full = bool(inside) or bool((element.text or "").strip())
    return [here, *inside] if full else []


@each
def test_it_is_read(name: str) -> None:
    found = reader.read(SAMPLES[name])
    kind = StatusMessage if name.startswith("status") else EdocMessage
    assert isinstance(found.message, kind)
    if isinstance(found.message, StatusMessage):
        assert name.removesuffix(".edxml").endswith(found.message.status.value)
        assert found.message.about.document_id and found.message.description


@each
def test_its_signature_is_told_and_not_believed(name: str) -> None:
    signature = reader.read(SAMPLES[name]).signature
    if b"<SignatureValue" in SAMPLES[name]:
        assert (signature.state, signature.algorithm) == (SignatureState.UNKNOWN, "rsa-sha1")
    else:
        assert signature.state is SignatureState.ABSENT


@each
def test_what_we_write_of_it_has_its_structure(name: str) -> None:
    message = reader.read(SAMPLES[name]).message
    if isinstance(message, EdocMessage):
        files = [replace(one, content=one.content or edxml.PDF, fault="") for one in message.attachments]
        message = replace(message, attachments=tuple(files))
    ours = paths(writer.write(message))
    theirs = paths(SAMPLES[name])
    assert sorted(ours) == sorted(theirs)
    if not any("Bussiness" in path for path in theirs):
        assert ours == theirs, "the order is theirs"


@each
def test_what_we_write_of_it_reads_the_same(name: str) -> None:
    message = reader.read(SAMPLES[name]).message
    if isinstance(message, EdocMessage):
        files = [replace(one, content=one.content or edxml.PDF, fault="") for one in message.attachments]
        message = replace(message, attachments=tuple(files))
    assert reader.read(writer.write(message)).message == message
