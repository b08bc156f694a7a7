"""Whether a small file becomes a huge one when it is opened: pictures of a billion points, packed parts of gigabytes.

A program that opens such a file takes all the memory of a clerk's machine. Only the first bytes that say how large it will
be are read, and no more is unpacked than `MOST_LOOKED` bytes, whatever the file says of itself.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple

#: points of a picture: an A0 sheet scanned at 400 dpi has 248 million
MOST_POINTS = 250_000_000
#: bytes that all parts of an office file unpack to
MOST_UNPACKED = 512 * 1024 * 1024
#: bytes that are unpacked to see whether the parts tell the truth
MOST_LOOKED = 64 * 1024 * 1024
CHUNK = 64 * 1024
#: chunks of a PNG and segments of a JPEG that are looked at; pages of a TIFF and their tags
MOST_PIECES = 10_000
MOST_PAGES = 1_000
MOST_TAGS = 100
SWELLS, UNREADABLE = "swells", "unreadable"
SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: chunks of a PNG that hold packed text or a colour profile
PACKED = (b"iCCP", b"zTXt", b"iTXt")
#: start of frame, in which a JPEG says its size
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
#: markers of a JPEG without a length behind them
BARE = frozenset(range(0xD0, 0xDA)) | {0x01}
#: tags of a TIFF and the kinds of their values
WIDTH, HEIGHT = 256, 257
SHORT, LONG, LONG8 = 3, 4, 16


class _Tiff(NamedTuple):
    """Where things stand in a TIFF, and in one for large files: offset, count of a directory, entry and its value."""

    first: int
    offset: str
    counter: str
    entry: int
    value: int


_TIFFS = {42: _Tiff(4, "I", "H", 12, 8), 43: _Tiff(8, "Q", "Q", 20, 12)}


def picture(media_type: str, data: bytes) -> bool:
    """Whether a picture is too large to be shown. One that cannot be read is not: no program will show it."""
    sizes = {"image/png": _png, "image/jpeg": _jpeg, "image/tiff": _tiff}.get(media_type)
    try:
        return sizes is not None and any(width * height > MOST_POINTS for width, height in sizes(data))
    except struct.error:  # it ends too early
        return False


def _png(data: bytes) -> Iterator[tuple[int, int]]:
    at, left = len(SIGNATURE), MOST_LOOKED
    for _ in range(MOST_PIECES):
        if at + 8 > len(data):
            return
        size, kind = struct.unpack_from(">I4s", data, at)
        if kind == b"IHDR":
            yield struct.unpack_from(">II", data, at + 8)
        if kind in PACKED:
            left -= _inflated(_packed(data[at + 8 : at + 8 + size], kind), left + 1, zlib.MAX_WBITS)
            if left < 0:
                yield MOST_POINTS, 2
                return
        at += 12 + size


def _packed(chunk: bytes, kind: bytes) -> bytes:
    """What stands behind the name of a packed chunk, its method and, in iTXt, two more texts."""
    rest = chunk.partition(b"\0")[2]
    return rest[2:].split(b"\0", 2)[-1] if kind == b"iTXt" else rest[1:]


def _jpeg(data: bytes) -> Iterator[tuple[int, int]]:
    at = 2
    for _ in range(MOST_PIECES):
        at = data.find(b"\xff", at)
        if at < 0 or at + 4 > len(data):
            return
        marker = data[at + 1]
        if marker in (0x00, 0xFF) or marker in BARE:
            at += 1 if marker == 0xFF else 2
            continue
        if marker in FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            yield width, height
        at += 2 + struct.unpack_from(">H", data, at + 2)[0]


def _tiff(data: bytes) -> Iterator[tuple[int, int]]:
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    kind = _TIFFS.get(struct.unpack_from(f"{order}H", data, 2)[0]) if order else None
    if order is None or kind is None:
        return
    (at,) = struct.unpack_from(order + kind.offset, data, kind.first)
    seen: set[int] = set()
    while at and at not in seen and len(seen) < MOST_PAGES:
        seen.add(at)
        (entries,) = struct.unpack_from(order + kind.counter, data, at)
        begin = at + struct.calcsize(order + kind.counter)
        found = dict(
            _entry(data, begin + kind.entry * number, order, kind) for number in range(min(entries, MOST_TAGS))
        )
        yield found.get(WIDTH, 0), found.get(HEIGHT, 0)
        (at,) = struct.unpack_from(order + kind.offset, data, begin + kind.entry * entries)


def _entry(data: bytes, at: int, order: str, kind: _Tiff) -> tuple[int, int]:
    tag, size = struct.unpack_from(f"{order}HH", data, at)
    value = {SHORT: f"{order}H", LONG: f"{order}I", LONG8: f"{order}Q"}.get(size)
    return tag, struct.unpack_from(value, data, at + kind.value)[0] if value else 0


def package(data: bytes, parts: list[zipfile.ZipInfo]) -> set[str]:
    """The mark of an office file whose parts unpack to more than a machine holds, or to more than they say.

    What is too much to be looked at is said to be.
    """
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        return {SWELLS}
    left = MOST_LOOKED
    for part in parts:
        if part.compress_type == zipfile.ZIP_STORED:
            continue
        if part.compress_type != zipfile.ZIP_DEFLATED or left <= 0:
            return {UNREADABLE}
        size = _inflated(_raw(data, part), min(part.file_size + 1, left), -zlib.MAX_WBITS)
        if size > part.file_size:
            return {SWELLS}
        left -= size
    return set()


def _raw(data: bytes, part: zipfile.ZipInfo) -> bytes:
    """The packed bytes of a part, where its own header says they begin."""
    at = part.header_offset
    if len(data) < at + 30:
        return b""
    name, extra = struct.unpack_from("<HH", data, at + 26)
    begin = at + 30 + name + extra
    return data[begin : begin + part.compress_size]


def _inflated(packed: bytes, most: int, window: int) -> int:
    """How many bytes come out, counted up to ``most`` and not kept."""
    stream, size = zlib.decompressobj(window), 0
    try:
        for begin in range(0, len(packed), CHUNK):
            piece = packed[begin : begin + CHUNK]
            while piece and size < most and not stream.eof:
                size += len(stream.decompress(piece, min(CHUNK, most - size)))
                piece = stream.unconsumed_tail
    except zlib.error:
        pass  # it is not what it says; no other program unpacks it either
    return size
