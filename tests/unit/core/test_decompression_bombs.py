"""Small files that become huge when they are opened are marked, in bounded time; large honest ones are not."""

from __future__ import annotations

import struct
import time
import zipfile
import zlib
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from core.adapters.inspection import decompression_bombs, files, pdf_program
from core.adapters.inspection.files import inspect_file

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
A0 = (13_244, 18_732)  # at 400 dpi


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *more: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        decompression_bombs.SIGNATURE
        + head
        + b"".join(more)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def jpeg(width: int, height: int) -> bytes:
    out = BytesIO()
    Image.new("L", (8, 8)).save(out, "JPEG", comment="Sổ hộ tịch")
    plain = out.getvalue()
    at = plain.index(b"\xff\xc0") + 5
    return plain[:at] + struct.pack(">HH", height, width) + plain[at + 4 :]


def tiff(width: int, height: int, order: str = "<", large: bool = False) -> bytes:
    mark = b"II" if order == "<" else b"MM"
    if large:
        entries = b"".join(struct.pack(order + "HHQQ", tag, 4, 1, size) for tag, size in ((256, width), (257, height)))
        return mark + struct.pack(order + "HHHQQ", 43, 8, 0, 16, 2) + entries + bytes(8)
    entries = b"".join(struct.pack(order + "HHII", tag, 4, 1, size) for tag, size in ((256, width), (257, height)))
    first = struct.pack(order + "H", 2) + entries
    return mark + struct.pack(order + "HI", 42, 8) + first + bytes(4)


@pytest.mark.parametrize(
    ("media_type", "made"),
    [
        ("image/png", png),
        ("image/jpeg", jpeg),
        ("image/tiff", tiff),
        ("image/tiff", lambda *size: tiff(*size, order=">")),
        ("image/tiff", lambda *size: tiff(*size, large=True)),
    ],
)
def test_a_picture_of_a_billion_points(media_type, made) -> None:
    assert inspect_file(media_type, made(60_000, 60_000)) == ("swells",)
    assert inspect_file(media_type, made(*A0)) == ()


def test_the_pictures_of_another_program() -> None:
    for kind in ("PNG", "JPEG", "TIFF"):
        out = BytesIO()
        Image.new("RGB", (400, 300)).save(out, kind)
        assert inspect_file(f"image/{kind.lower()}", out.getvalue()) == ()


def test_a_later_page_counts_and_pages_in_a_circle_end() -> None:
    page = tiff(100, 100)
    second = len(page)
    body = page[:-4] + struct.pack("<I", second) + tiff(60_000, 60_000)[8:]
    assert inspect_file("image/tiff", body) == ("swells",)
    assert inspect_file("image/tiff", page[:-4] + struct.pack("<I", 8)) == ()


@pytest.mark.parametrize(("kind", "before"), [(b"iCCP", b"a\0\0"), (b"zTXt", b"a\0\0"), (b"iTXt", b"a\0\1\0vi\0\0")])
def test_a_text_in_a_picture_that_swells(kind: bytes, before: bytes) -> None:
    bomb = zlib.compress(b"a" * (decompression_bombs.MAX_INFLATED_FOR_CHECK + 2))
    assert inspect_file("image/png", png(10, 10, chunk(kind, before + bomb))) == ("swells",)
    assert inspect_file("image/png", png(10, 10, chunk(kind, before + zlib.compress(b"a" * 1000)))) == ()


def word(*parts: tuple[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in (("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>"), *parts):
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def test_a_part_that_unpacks_to_gigabytes() -> None:
    honest = [(f"word/media/image{number}.png", bytes(60_000_000)) for number in range(10)]
    begun = time.process_time()
    assert "swells" in inspect_file(WORD, word(*honest))
    assert time.process_time() - begun < files.TIMEOUT


def test_a_part_that_says_less_than_it_holds() -> None:
    data = bytearray(word(("word/media/image1.png", bytes(30_000_000))))
    real, said = struct.pack("<I", 30_000_000), struct.pack("<I", 300)
    assert bytes(data).count(real) == 2
    assert inspect_file(WORD, bytes(data).replace(real, said)) == ("swells",)
    assert inspect_file(WORD, bytes(data)) == (), "large, but what it says"


def test_what_is_too_much_to_be_looked_at_is_said_to_be() -> None:
    parts = [(f"word/media/image{number}.png", bytes(40_000_000)) for number in range(3)]
    assert inspect_file(WORD, word(*parts)) == ("unreadable",)


def pdf(**stream: object) -> bytes:
    made, out = pikepdf.new(), BytesIO()
    made.add_blank_page()
    data = stream.pop("data", b"x")
    thing = pikepdf.Stream(made, data, Dictionary(**stream))
    made.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Im0=thing))
    made.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    return out.getvalue()


def test_pictures_and_streams_of_a_pdf() -> None:
    assert inspect_file(PDF, pdf(Subtype=Name.Image, Width=60_000, Height=60_000)) == ("swells",)
    assert inspect_file(PDF, pdf(Subtype=Name.Image, Width=A0[0], Height=A0[1])) == ()
    once = zlib.compress(bytes(600_000_000), 1)
    assert inspect_file(PDF, pdf(data=zlib.compress(once), Filter=Array([Name.FlateDecode, Name.FlateDecode]))) == (
        "swells",
    )
    assert inspect_file(PDF, pdf(data=zlib.compress(bytes(1_000_000)), Filter=Name.FlateDecode)) == ()


@pytest.mark.parametrize("media_type", ["image/png", "image/jpeg", "image/tiff"])
@pytest.mark.parametrize(
    "data", [b"", b"\xff" * 5_000_000, b"II*\0" + b"\x08\0\0\0" * 500_000, b"\xff\xd8" + b"\xff\xe0\0\2" * 999_999]
)
def test_any_bytes_get_an_answer_in_bounded_time(media_type: str, data: bytes) -> None:
    begun = time.process_time()
    assert isinstance(decompression_bombs.is_pixel_bomb(media_type, data), bool)
    assert time.process_time() - begun < 2


def test_the_program_that_reads_pdfs_apart_has_the_same_limits() -> None:
    """It runs by itself and imports nothing of ours."""
    names = ("MAX_PIXELS", "MAX_UNPACKED_BYTES")
    assert [getattr(pdf_program, name) for name in names] == [getattr(decompression_bombs, name) for name in names]
