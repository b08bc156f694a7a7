"""Looks into one PDF for what can act by itself. A program of its own: PDFs come from anybody, and a reader in another
language may hang, swell or die of one; here it has two seconds and a fixed piece of memory, and takes nobody with it.

The PDF comes on standard input; the marks go to standard output, one a line. Imports nothing of the office.
"""

from __future__ import annotations

import re
import resource
import sys
import zlib
from collections.abc import Iterator
from io import BytesIO

import pikepdf

SECONDS = 2
MEMORY = 1536 * 1024 * 1024
DEEPEST = 60
KEYS = {
    "/JS": "javascript",
    "/JavaScript": "javascript",
    "/EF": "attachment",
    "/EmbeddedFiles": "attachment",
    "/XFA": "dynamic-form",
    "/RichMedia": "media",
    "/RichMediaContent": "media",
}
VALUES = {
    ("/S", "/JavaScript"): "javascript",
    ("/S", "/Rendition"): "media",
    ("/S", "/RichMediaExecute"): "media",
    ("/S", "/Launch"): "launch",
    ("/S", "/SubmitForm"): "sends",
    ("/S", "/ImportData"): "sends",
    ("/S", "/GoToE"): "attachment",
    ("/Type", "/EmbeddedFile"): "attachment",
    ("/Subtype", "/RichMedia"): "media",
    ("/Subtype", "/3D"): "media",
}
#: What may start when the file is opened; harmless when it only says which page is shown.
STARTS = ("/OpenAction", "/AA")
AWAY = ("/URI", "/GoToR", "/SubmitForm")
LOCKED, UNREADABLE = "locked", "unreadable"
#: points of a picture, and bytes that a stream unpacks to: as core.adapters.swelling says
MOST_POINTS = 250_000_000
MOST_UNPACKED = 512 * 1024 * 1024
#: bytes of a stream that are unpacked to see how much it swells, and what may come of them
SAMPLE, MOST_OF_SAMPLE = 64 * 1024, 16 * 1024 * 1024
RAW = {
    b"JS": "javascript",
    b"JavaScript": "javascript",
    b"Launch": "launch",
    b"EmbeddedFile": "attachment",
    b"EmbeddedFiles": "attachment",
    b"XFA": "dynamic-form",
    b"RichMedia": "media",
    b"SubmitForm": "sends",
    b"ImportData": "sends",
}
_NAME = re.compile(rb"/((?:[A-Za-z]|#[0-9A-Fa-f]{2}){2,40})(?=[\s/<>\[\]()%]|$)")
_STREAM = re.compile(rb"stream\r?\n(.*?)(?:endstream|\Z)", re.DOTALL)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
INFLATED = 64 * 1024 * 1024


def look(data: bytes) -> set[str]:
    """The marks of a PDF. Whatever cannot be read as one is looked through byte by byte."""
    try:
        with pikepdf.open(BytesIO(data), suppress_warnings=True) as pdf:
            found: set[str] = set()
            for thing in pdf.objects:
                found |= set(_of(thing, 0))
            return found | set(_of(pdf.trailer, 0))
    except pikepdf.PasswordError:
        return through(data) | {LOCKED}
    except Exception:  # noqa: BLE001 - a damaged or hostile file; another reader may still open it
        return through(data) | {UNREADABLE}


def _of(thing: object, depth: int) -> Iterator[str]:
    if depth > DEEPEST or not isinstance(thing, pikepdf.Object):
        return
    if isinstance(thing, pikepdf.Array):
        for item in thing:
            yield from _direct(item, depth)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        if isinstance(thing, pikepdf.Stream) and (_is_huge(thing) or _swells(thing)):
            yield "swells"
        for key in thing.keys():  # noqa: SIM118 - no mapping
            value = thing.get(key)
            yield from _pair(key, value)
            yield from _direct(value, depth)


def _is_huge(thing: pikepdf.Object) -> bool:
    """Whether it is a picture with more points than can be shown."""
    if str(thing.get("/Subtype")) != "/Image":
        return False
    width, height = thing.get("/Width"), thing.get("/Height")
    return isinstance(width, int) and isinstance(height, int) and width * height > MOST_POINTS


def _swells(thing: pikepdf.Object) -> bool:
    """Whether a packed stream becomes huge, judged by its beginning."""
    filters = thing.get("/Filter")
    names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    packed = thing.read_raw_bytes()
    size, sample = float(len(packed)), packed[:SAMPLE]
    for name in names:
        if name != "/FlateDecode" or not sample:
            break
        out = _unpacked(sample, MOST_OF_SAMPLE)
        size *= len(out) / len(sample)
        sample = out[:SAMPLE]
    return size > MOST_UNPACKED


def _direct(value: object, depth: int) -> Iterator[str]:
    """What stands elsewhere in the file is looked at there, once."""
    if isinstance(value, pikepdf.Object) and not value.is_indirect:
        yield from _of(value, depth + 1)


def _pair(key: str, value: object) -> Iterator[str]:
    if key in KEYS:
        yield KEYS[key]
    if isinstance(value, pikepdf.Name) and (key, str(value)) in VALUES:
        yield VALUES[key, str(value)]
    if key in STARTS and isinstance(value, pikepdf.Dictionary):
        actions = [value, *(value.get(name) for name in value.keys())]  # noqa: SIM118
        if any(isinstance(each, pikepdf.Dictionary) and str(each.get("/S")) in AWAY for each in actions):
            yield "opens"


def through(data: bytes) -> set[str]:
    """Names that act, in the plain bytes and in whatever can be unpacked; not in the bytes of pictures and fonts."""
    found = _names(_STREAM.sub(b" ", data))
    left = INFLATED
    for stream in _STREAM.finditer(data):
        if left <= 0:
            return found | {UNREADABLE}
        unpacked = _unpacked(stream[1], left)
        left -= len(unpacked)
        if unpacked[:4096].isascii():
            found |= _names(unpacked)
    return found


def _unpacked(data: bytes, limit: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, limit)
    except zlib.error:
        return b""


def _names(data: bytes) -> set[str]:
    plain = (_ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), name[1]) for name in _NAME.finditer(data))
    return {RAW[name] for name in plain if name in RAW}


def main() -> None:
    """Looks at standard input."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.stdout.write("\n".join(sorted(look(sys.stdin.buffer.read()))))


if __name__ == "__main__":
    main()
