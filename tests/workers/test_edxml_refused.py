"""Messages that are not what was agreed, and attachments that cannot be unpacked."""

from __future__ import annotations

import base64
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from lxml import etree

from core.domain.letters import LetterKind, LetterStatus
from tests.support import edxml
from workers.records.edxml import reader, writer
from workers.records.edxml.model import (
    Attachment,
    Business,
    EdocMessage,
)
from workers.records.edxml.reader import DocumentInvalid


def invalid(data: bytes) -> DocumentInvalid:
    with pytest.raises(DocumentInvalid) as caught:
        reader.read(data)
    return caught.value


GOOD = writer.write(edxml.document())


def changed(old: str, new: str) -> bytes:
    assert old.encode() in GOOD
    return GOOD.replace(old.encode(), new.encode())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "xml"),
        (b"{}", "xml"),
        (GOOD[:-20], "xml"),
        (changed("QCVN_102_2016", "QCVN_102_2015"), "namespace"),
        (b'<edXML xmlns="http://www.go.vn/eDoc"/>', "namespace"),
        (changed("edXML:Subject>", "edXML:Trich>"), "schema"),
        (changed("<edXML:DocumentType>", "<edXML:Promulgator/><edXML:DocumentType>"), "schema"),
        (changed("2026/11/20</edXML:Prom", "20-11-2026</edXML:Prom"), "schema"),
        (changed("2026/11/20</edXML:Prom", "2026/13/20</edXML:Prom"), "value"),
        (changed("<edXML:OrganId>H99.01.05<", "<edXML:OrganId><"), "schema"),
        (changed("ContentId>cid:1</edXML:ContentId><edXML:AttachmentName>", "ContentId>cid:2</edXML:ContentId><edXML:AttachmentName>"), "attachments"),
        (writer.write(edxml.document(receivers=(edxml.OURS, edxml.OURS))), "receivers"),
        (writer.write(edxml.document(subject="x" * 501)), "schema"),
    ],
)  # fmt: skip
def test_a_message_that_is_not_what_was_agreed_is_named(data: bytes, code: str) -> None:
    error = invalid(data)
    assert error.code == code and error.reason


@pytest.mark.parametrize("code", ["07", "14", "1", "99"])
def test_there_is_no_tenth_status(code: str) -> None:
    data = writer.write(edxml.status(LetterStatus.ARRIVED, "a,b,c")).replace(b">01<", f">{code}<".encode())
    assert invalid(data).code == "value"


def test_there_is_no_fifth_kind() -> None:
    data = writer.write(edxml.document(business=Business(LetterKind.REVOKE)))
    assert invalid(data.replace(b"DocType>1<", b"DocType>4<")).code == "value"


BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE edXML [<!ENTITY secret SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE edXML SYSTEM "http://127.0.0.1:9/x.dtd">',
        f'<!DOCTYPE edXML [<!ENTITY e0 "ha">{BOMB}]>',
    ],
)
def test_no_entity_is_read(declaration: str) -> None:
    body = GOOD.partition(b"?>")[2].replace(b"C\xc3\xb4ng v\xc4\x83n", b"&e9;")
    assert invalid(b"<?xml version='1.0'?>" + declaration.encode() + body).code == "xml"


def test_what_is_larger_than_the_axis_carries_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_BYTES", len(GOOD) - 1)
    assert invalid(GOOD).code == "size"


def test_prefixes_that_are_declared_nowhere_are_understood() -> None:
    """As the published document itself is written."""
    data = GOOD.replace(b' xmlns:xlink="http://www.w3.org/1999/xlink"', b"").replace(
        b' xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016"', b"", 1
    )
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(data)
    assert reader.read(data).message == reader.read(GOOD).message


# ---- attachments


def with_packed(packed: bytes, name: str = "tra-loi.pdf") -> Attachment:
    archive = writer._zipped(Attachment("cid:1", "tra-loi.pdf", edxml.PDF))
    data = GOOD.replace(base64.b64encode(archive), base64.b64encode(packed)).replace(b"tra-loi.pdf", name.encode())
    message = reader.read(data, most_unpacked=1_000_000).message
    assert isinstance(message, EdocMessage)
    return message.attachments[0]


def zipped(**parts: bytes) -> bytes:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name.replace("_", ".")), content, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def test_a_file_that_was_not_packed_is_taken_as_it_is() -> None:
    assert with_packed(edxml.PDF).content == edxml.PDF


def test_an_office_file_is_not_taken_for_its_archive() -> None:
    word = BytesIO()
    with zipfile.ZipFile(word, "w") as file:
        file.writestr(zipfile.ZipInfo("[Content_Types].xml"), "<x/>", zipfile.ZIP_DEFLATED)
        file.writestr(zipfile.ZipInfo("word/document.xml"), "<x/>", zipfile.ZIP_DEFLATED)
    assert with_packed(word.getvalue(), "a.docx").content == word.getvalue()


@pytest.mark.parametrize(
    ("packed", "fault"),
    [
        (zipped(a_pdf=bytes(2_000_000)), "size"),
        (zipped(a_pdf=b"x" * 1000)[:-30], "zip"),
        (b"PK\x03\x04 and no more", "zip"),
        (zipped(a_pdf=b"a", b_pdf=b"b"), "the archive of tra-loi.pdf holds 2 files, not one"),
        (zipped(), "the archive of tra-loi.pdf holds 0 files, not one"),
    ],
    ids=["too large", "cut off", "no archive", "two files", "no file"],
)
def test_what_cannot_be_unpacked_says_why_and_harms_no_other_part(packed: bytes, fault: str) -> None:
    if packed == zipped():
        packed = b"PK\x03\x04" + packed  # an archive with no file behind a local header's mark
    found = with_packed(packed)
    assert found.content is None and found.fault == fault


def test_a_size_that_lies_is_found_before_it_is_unpacked() -> None:
    packed = bytearray(zipped(a_pdf=bytes(200_000_000)))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        begin = packed.find(mark) + at
        packed[begin : begin + 4] = (10).to_bytes(4, "little")
    assert with_packed(bytes(packed)).fault == "size"


def test_an_attachment_without_content_is_not_sent() -> None:
    with pytest.raises(ValueError, match="no content"):
        writer.write(replace(edxml.document(), attachments=(Attachment("cid:1", "a.pdf", None),)))
