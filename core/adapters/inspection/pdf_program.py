"""Finds active content and decompression bombs in one PDF. Runs as its own process with limits of CPU time and memory,
because a hostile PDF may hang or crash the native PDF library.

Reads the PDF from standard input and writes the marks to standard output, one a line. Imports nothing of this project.
"""

from __future__ import annotations

import re
import resource
import sys
import zlib
from collections.abc import Iterator
from io import BytesIO

import pikepdf

CPU_SECONDS = 2
MEMORY = 1536 * 1024 * 1024
MAX_DEPTH = 60
#: key of a PDF dictionary -> mark
KEYS = {
    "/JS": "javascript",
    "/JavaScript": "javascript",
    "/EF": "attachment",
    "/EmbeddedFiles": "attachment",
    "/XFA": "dynamic-form",
    "/RichMedia": "media",
    "/RichMediaContent": "media",
}
#: key and value of a PDF dictionary -> mark
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
#: Keys of actions that run when the file is opened; harmless if they only choose the page shown.
OPEN_ACTIONS = ("/OpenAction", "/AA")
#: Types of actions that leave the file.
OUTSIDE = ("/URI", "/GoToR", "/SubmitForm")
LOCKED, UNREADABLE, BOMB = "locked", "unreadable", "swells"  # marks, as stored and shown by the API
#: The same limits as in core/adapters/inspection/decompression_bombs.py.
MAX_PIXELS = 250_000_000
MAX_UNPACKED_BYTES = 512 * 1024 * 1024
#: Bytes of a stream that are inflated to estimate its ratio, and the limit of their output.
SAMPLE, MAX_SAMPLE_OUTPUT = 64 * 1024, 16 * 1024 * 1024
#: name in the raw bytes of a PDF -> mark
RAW_NAMES = {
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
MAX_INFLATED = 64 * 1024 * 1024


def inspect_pdf(data: bytes) -> set[str]:
    """The marks of a PDF. One that cannot be parsed is searched as raw bytes."""
    try:
        with pikepdf.open(BytesIO(data), suppress_warnings=True) as pdf:
            found: set[str] = set()
            for thing in pdf.objects:
                found |= set(_of(thing, 0))
            return found | set(_of(pdf.trailer, 0))
    except pikepdf.PasswordError:
        return search_raw(data) | {LOCKED}
    except Exception:  # noqa: BLE001 - a damaged or hostile file; another reader may still open it
        return search_raw(data) | {UNREADABLE}


def _of(thing: object, depth: int) -> Iterator[str]:
    if depth > MAX_DEPTH or not isinstance(thing, pikepdf.Object):
        return
    if isinstance(thing, pikepdf.Array):
        for item in thing:
            yield from _direct(item, depth)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        if isinstance(thing, pikepdf.Stream) and (_is_pixel_bomb(thing) or _is_bomb(thing)):
            yield BOMB
        for key in thing.keys():  # noqa: SIM118 - no mapping
            value = thing.get(key)
            yield from _pair(key, value)
            yield from _direct(value, depth)


def _is_pixel_bomb(thing: pikepdf.Object) -> bool:
    """Whether it is a picture of more than ``MAX_PIXELS``."""
    if str(thing.get("/Subtype")) != "/Image":
        return False
    width, height = thing.get("/Width"), thing.get("/Height")
    return isinstance(width, int) and isinstance(height, int) and width * height > MAX_PIXELS


def _is_bomb(thing: pikepdf.Object) -> bool:
    """Whether a stream would inflate to more than ``MAX_UNPACKED_BYTES``, estimated from its first bytes."""
    filters = thing.get("/Filter")
    names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    packed = thing.read_raw_bytes()
    size, sample = float(len(packed)), packed[:SAMPLE]
    for name in names:
        if name != "/FlateDecode" or not sample:
            break
        out = _unpacked(sample, MAX_SAMPLE_OUTPUT)
        size *= len(out) / len(sample)
        sample = out[:SAMPLE]
    return size > MAX_UNPACKED_BYTES


def _direct(value: object, depth: int) -> Iterator[str]:
    """The marks of a direct value; an indirect one is among the file's objects."""
    if isinstance(value, pikepdf.Object) and not value.is_indirect:
        yield from _of(value, depth + 1)


def _pair(key: str, value: object) -> Iterator[str]:
    if key in KEYS:
        yield KEYS[key]
    if isinstance(value, pikepdf.Name) and (key, str(value)) in VALUES:
        yield VALUES[key, str(value)]
    if key in OPEN_ACTIONS and isinstance(value, pikepdf.Dictionary):
        actions = [value, *(value.get(name) for name in value.keys())]  # noqa: SIM118
        if any(isinstance(each, pikepdf.Dictionary) and str(each.get("/S")) in OUTSIDE for each in actions):
            yield "opens"


def search_raw(data: bytes) -> set[str]:
    """Marks of PDF names found outside streams and in every stream that inflates to ASCII (so not in pictures and fonts)."""
    found = _names(_STREAM.sub(b" ", data))
    left = MAX_INFLATED
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
    return {RAW_NAMES[name] for name in plain if name in RAW_NAMES}


def main() -> None:
    """Inspects standard input."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.stdout.write("\n".join(sorted(inspect_pdf(sys.stdin.buffer.read()))))


if __name__ == "__main__":
    main()
