"""Detects decompression bombs: small files that take gigabytes of memory when opened (pictures of a billion pixels, zip bombs).

Only headers are read, and at most ``MAX_INFLATED_FOR_CHECK`` bytes are unpacked, whatever sizes the file declares.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple

#: An A0 sheet scanned at 400 dpi has 248 million pixels.
MAX_PIXELS = 250_000_000
#: Sum of the sizes that the parts of an office file declare.
MAX_UNPACKED_BYTES = 512 * 1024 * 1024
#: Bytes unpacked per file to check the declared sizes.
MAX_INFLATED_FOR_CHECK = 64 * 1024 * 1024
CHUNK = 64 * 1024
#: Limits of the walk: chunks of a PNG and segments of a JPEG; pages of a TIFF; tags of one page.
MAX_CHUNKS = 10_000
MAX_PAGES = 1_000
MAX_TAGS = 100
BOMB, UNREADABLE = "swells", "unreadable"  # as stored in documents and shown by the API
SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: Chunks of a PNG that hold compressed text or a colour profile.
PACKED = (b"iCCP", b"zTXt", b"iTXt")
#: Start-of-frame markers, whose segments hold a JPEG's width and height.
START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
#: Markers of a JPEG that no length field follows.
WITHOUT_LENGTH = frozenset(range(0xD0, 0xDA)) | {0x01}
#: Tags of a TIFF and the types of their values.
WIDTH, HEIGHT = 256, 257
SHORT, LONG, LONG8 = 3, 4, 16


class PixelSize(NamedTuple):
    """The size of a picture, or of a page of it, in pixels."""

    width: int
    height: int


class _Tiff(NamedTuple):
    """Layout of a TIFF or BigTIFF."""

    #: position of the offset of the first page
    first: int
    #: `struct` format of an offset
    offset: str
    #: `struct` format of the number of entries
    counter: str
    #: bytes of an entry
    entry: int
    #: position of the value in an entry
    value: int


_TIFFS = {42: _Tiff(4, "I", "H", 12, 8), 43: _Tiff(8, "Q", "Q", 20, 12)}


def is_pixel_bomb(media_type: str, data: bytes) -> bool:
    """Whether a picture has more than ``MAX_PIXELS``. False for an unreadable one: no program opens it."""
    sizes = {"image/png": _png, "image/jpeg": _jpeg, "image/tiff": _tiff}.get(media_type)
    try:
        return sizes is not None and any(size.width * size.height > MAX_PIXELS for size in sizes(data))
    except struct.error:  # truncated
        return False


def _png(data: bytes) -> Iterator[PixelSize]:
    """The size of a PNG, or one above the limit if its compressed chunks inflate to too much."""
    at, left = len(SIGNATURE), MAX_INFLATED_FOR_CHECK
    for _ in range(MAX_CHUNKS):
        if at + 8 > len(data):
            return
        size, kind = struct.unpack_from(">I4s", data, at)
        if kind == b"IHDR":
            yield PixelSize(*struct.unpack_from(">II", data, at + 8))
        if kind in PACKED:
            left -= _inflated(_packed(data[at + 8 : at + 8 + size], kind), left + 1, zlib.MAX_WBITS)
            if left < 0:
                yield PixelSize(MAX_PIXELS, 2)
                return
        at += 12 + size


def _packed(chunk: bytes, kind: bytes) -> bytes:
    """The compressed data of a chunk, after its keyword, its method and, in iTXt, two more strings."""
    rest = chunk.partition(b"\0")[2]
    return rest[2:].split(b"\0", 2)[-1] if kind == b"iTXt" else rest[1:]


def _jpeg(data: bytes) -> Iterator[PixelSize]:
    at = 2
    for _ in range(MAX_CHUNKS):
        at = data.find(b"\xff", at)
        if at < 0 or at + 4 > len(data):
            return
        marker = data[at + 1]
        if marker in (0x00, 0xFF) or marker in WITHOUT_LENGTH:
            at += 1 if marker == 0xFF else 2
            continue
        if marker in START_OF_FRAME:
            height, width = struct.unpack_from(">HH", data, at + 5)
            yield PixelSize(width, height)
        at += 2 + struct.unpack_from(">H", data, at + 2)[0]


def _tiff(data: bytes) -> Iterator[PixelSize]:
    """The size of each page of a TIFF."""
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    kind = _TIFFS.get(struct.unpack_from(f"{order}H", data, 2)[0]) if order else None
    if order is None or kind is None:
        return
    (at,) = struct.unpack_from(order + kind.offset, data, kind.first)
    seen: set[int] = set()
    while at and at not in seen and len(seen) < MAX_PAGES:
        seen.add(at)
        (entries,) = struct.unpack_from(order + kind.counter, data, at)
        begin = at + struct.calcsize(order + kind.counter)
        found = dict(_entry(data, begin + kind.entry * number, order, kind) for number in range(min(entries, MAX_TAGS)))
        yield PixelSize(width=found.get(WIDTH, 0), height=found.get(HEIGHT, 0))
        (at,) = struct.unpack_from(order + kind.offset, data, begin + kind.entry * entries)


def _entry(data: bytes, at: int, order: str, kind: _Tiff) -> tuple[int, int]:
    """A tag and its value; 0 for a value of another type than a whole number."""
    tag, value_type = struct.unpack_from(f"{order}HH", data, at)
    value_format = {SHORT: f"{order}H", LONG: f"{order}I", LONG8: f"{order}Q"}.get(value_type)
    return tag, struct.unpack_from(value_format, data, at + kind.value)[0] if value_format else 0


def zip_bomb_marks(data: bytes, parts: list[zipfile.ZipInfo]) -> set[str]:
    """``BOMB`` for an office file whose parts unpack to more than ``MAX_UNPACKED_BYTES`` or than they declare.

    ``UNREADABLE`` when ``MAX_INFLATED_FOR_CHECK`` is used up before all parts are checked.
    """
    if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        return {BOMB}
    left = MAX_INFLATED_FOR_CHECK
    for part in parts:
        if part.compress_type == zipfile.ZIP_STORED:
            continue
        if part.compress_type != zipfile.ZIP_DEFLATED or left <= 0:
            return {UNREADABLE}
        size = _inflated(_raw(data, part), min(part.file_size + 1, left), -zlib.MAX_WBITS)
        if size > part.file_size:
            return {BOMB}
        left -= size
    return set()


def _raw(data: bytes, part: zipfile.ZipInfo) -> bytes:
    """The compressed bytes of a part, located by its local header."""
    at = part.header_offset
    if len(data) < at + 30:
        return b""
    name, extra = struct.unpack_from("<HH", data, at + 26)
    begin = at + 30 + name + extra
    return data[begin : begin + part.compress_size]


def _inflated(packed: bytes, most: int, window: int) -> int:
    """The inflated size in bytes, counted up to ``most``; the output is discarded."""
    stream, size = zlib.decompressobj(window), 0
    try:
        for begin in range(0, len(packed), CHUNK):
            piece = packed[begin : begin + CHUNK]
            while piece and size < most and not stream.eof:
                size += len(stream.decompress(piece, min(CHUNK, most - size)))
                piece = stream.unconsumed_tail
    except zlib.error:
        pass  # not deflate data: no other program unpacks it either
    return size
