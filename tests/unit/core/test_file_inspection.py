"""What a file carries that can act by itself is noticed wherever it hides; files that only look odd are read, too."""

from __future__ import annotations

import time
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from core.adapters.inspection import files
from core.adapters.inspection.files import inspect_file

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def script() -> pikepdf.Object:
    return Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def pdf(change: Callable[[pikepdf.Pdf], Any] = lambda _: None, **options: Any) -> bytes:
    made, out = pikepdf.new(), BytesIO()
    made.add_blank_page()
    change(made)
    made.save(out, **options)
    return out.getvalue()


def at_opening(action: Callable[[], pikepdf.Object]) -> Callable[[pikepdf.Pdf], None]:
    return lambda made: setattr(made.Root, "OpenAction", made.make_indirect(action()))


def attached(made: pikepdf.Pdf) -> None:
    made.attachments["hoá đơn.exe"] = b"MZ"


def on_a_page(made: pikepdf.Pdf) -> None:
    made.pages[0].obj.AA = Dictionary(O=script())


def in_a_field(made: pikepdf.Pdf) -> None:
    widget = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="a", Rect=Array([0, 0, 1, 1]))
    widget.AA = Dictionary(K=script())
    field = made.make_indirect(widget)
    made.pages[0].obj.Annots = Array([field])
    made.Root.AcroForm = Dictionary(Fields=Array([field]))


def by_name(made: pikepdf.Pdf) -> None:
    made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", made.make_indirect(script())])))


def dynamic(made: pikepdf.Pdf) -> None:
    made.Root.AcroForm = Dictionary(XFA=made.make_stream(b"<xdp/>"), Fields=Array())


OBJECT_STREAMS = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}
CASES = [
    (lambda _: None, set()),
    (at_opening(lambda: Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]))), set()),
    (at_opening(script), {"javascript"}),
    (on_a_page, {"javascript"}),
    (in_a_field, {"javascript"}),
    (by_name, {"javascript"}),
    (at_opening(lambda: Dictionary(S=Name.Launch, F="cmd.exe")), {"launch"}),
    (at_opening(lambda: Dictionary(S=Name.URI, URI="http://example.com")), {"opens"}),
    (at_opening(lambda: Dictionary(S=Name.SubmitForm, F="http://example.com")), {"opens", "sends"}),
    (attached, {"attachment"}),
    (dynamic, {"dynamic-form"}),
]


@pytest.mark.parametrize("options", [{}, OBJECT_STREAMS, {"linearize": True}], ids=["plain", "packed", "linear"])
@pytest.mark.parametrize("change,expected", CASES)
def test_pdf(change: Callable[[pikepdf.Pdf], Any], expected: set[str], options: dict[str, Any]) -> None:
    assert set(inspect_file(PDF, pdf(change, **options))) == expected


def test_names_written_in_another_way_and_chains_of_actions() -> None:
    written = pdf(at_opening(script)).replace(b"/JavaScript", b"/J#61v#61Script").replace(b"/JS", b"/#4AS")
    assert "javascript" in inspect_file(PDF, written)

    def chain() -> pikepdf.Object:
        made = script()
        for _ in range(30):
            made = Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]), Next=Array([made]))
        return made

    assert inspect_file(PDF, pdf(at_opening(chain))) == ("javascript",)


def test_what_is_locked_or_broken_is_said_to_be_and_still_looked_through() -> None:
    locked = pdf(at_opening(script), encryption=pikepdf.Encryption(owner="a", user="b"))
    assert "locked" in inspect_file(PDF, locked)
    packed = zlib.compress(b"<</Type/Action/S/JavaScript/JS(app.alert(1))>>")
    broken = b"%PDF-1.7\n1 0 obj <</Type/ObjStm/Filter/FlateDecode>>stream\n" + packed + b"\nendstream endobj"
    assert set(inspect_file(PDF, broken)) == {"javascript", "unreadable"}
    assert inspect_file(PDF, b"%PDF-1.7\n") == ("unreadable",)


@pytest.mark.parametrize(
    "name,data",
    [
        ("bomb", zlib.compress(zlib.compress(b"a" * 300_000_000))),
        ("nested", b"[" * 500_000),
        ("names", b"/A" * 500_000),
        ("noise", bytes(range(256)) * 80_000),
        ("streams", b"1 0 obj <<>> stream\nx\nendstream endobj\n" * 100_000),
        ("open streams", b"stream\n" * 500_000),
        ("numbers", b"1 0 obj " * 500_000),
    ],
)
def test_any_bytes_get_an_answer_in_bounded_time(name: str, data: bytes) -> None:
    begun = time.process_time()
    head = f"%PDF-1.7\n1 0 obj <</Filter[/FlateDecode/FlateDecode]/Length {len(data)}>>stream\n".encode()
    for content in (b"%PDF-1.7\n" + data, head + data + b"\nendstream endobj trailer<</Root 1 0 R>>"):
        assert isinstance(inspect_file(PDF, content), tuple), name
    assert time.process_time() - begun < files.TIMEOUT  # of this process; the other one has its own limit


def package(*parts: str, kind: str = "word/document.xml", **contents: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(zipfile.ZipInfo("[Content_Types].xml"), contents.pop("types", b"<Types/>"), zipfile.ZIP_DEFLATED)
        made.writestr(zipfile.ZipInfo(kind), contents.pop("body", b"<w:document/>"), zipfile.ZIP_DEFLATED)
        if "rels" in contents:
            made.writestr(zipfile.ZipInfo("word/_rels/document.xml.rels"), contents.pop("rels"), zipfile.ZIP_DEFLATED)
        for part in parts:
            made.writestr(zipfile.ZipInfo(part), b"\xd0\xcf\x11\xe0", zipfile.ZIP_DEFLATED)
    return out.getvalue()


def relation(kind: str, target: str, mode: str = "External") -> bytes:
    return f'<Relationships><Relationship Id="r1" Type="http://x/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'.encode()


@pytest.mark.parametrize(
    "data,expected",
    [
        (package(), set()),
        (package("word/media/image1.png"), set()),
        (package("word/vbaProject.bin"), {"macros"}),
        (package("word/VBAPROJECT.BIN"), {"macros"}),
        (package("word/harmless.bin", types=b'<Override ContentType="application/vnd.ms-office.vbaProject"/>'), {"macros"}),
        (package(types="<a ContentType='application/vnd.ms-word.document.macroEnabled.main+xml'/>".encode("utf-16")), {"macros"}),
        (package("word/a.bin", rels=relation("vbaProject", "a.bin", "Internal")), {"macros"}),
        (package("xl/macrosheets/sheet1.xml", kind="xl/workbook.xml"), {"macros"}),
        (package("word/embeddings/oleObject1.bin"), {"object"}),
        (package("word/activeX/activeX1.bin"), {"object"}),
        (package(rels=relation("attachedTemplate", "http://example.com/a.dotm")), {"calls"}),
        (package(rels=relation("hyperlink", "http://example.com")), set()),
        (package(body=b"<w:instrText>DDEAUTO c:\\\\cmd.exe</w:instrText>"), {"calls"}),
        (b"PK\x03\x04 cut off", {"unreadable"}),
    ],
)  # fmt: skip
def test_office(data: bytes, expected: set[str]) -> None:
    assert set(inspect_file(WORD, data)) == expected


def test_an_office_file_that_swells_is_not_followed() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for number in range(40):
            made.writestr(zipfile.ZipInfo(f"word/part{number}.xml"), b" " * 50_000_000, zipfile.ZIP_DEFLATED)
    begun = time.process_time()
    assert inspect_file(WORD, out.getvalue()) == ("swells", "unreadable")
    assert time.process_time() - begun < files.TIMEOUT


def test_files_of_two_kinds() -> None:
    zipped = package("evil.js")
    assert set(inspect_file("image/png", b"\x89PNG\r\n\x1a\n" + zipped)) == {"double"}
    assert set(inspect_file("image/jpeg", b"\xff\xd8\xff\xfe<script>alert(1)</script>" + b"\0" * 2000)) == {"page"}
    assert set(inspect_file("image/jpeg", b"\xff\xd8\xff\xfe%PDF-1.4" + b"\0" * 2000)) == {"double"}
    assert "double" in inspect_file(PDF, pdf() + zipped)
    assert set(inspect_file("image/png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 1000)) == set()
