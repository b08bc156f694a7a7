"""Finds active content in an uploaded file (scripts, macros, embedded files, launched programs, external links) and
decompression bombs.

Implements :class:`core.ports.FileInspector`. Files are read, never executed; one that cannot be read is marked ``unreadable``.
"""

from __future__ import annotations

import logging
import re
import struct
import subprocess
import sys
import threading
import zipfile
from io import BytesIO
from pathlib import Path

from core.adapters.inspection import decompression_bombs

log = logging.getLogger("motcua.papers")
PDF = "application/pdf"
OFFICE = "application/vnd.openxmlformats-officedocument."
PROGRAM = Path(__file__).with_name("pdf_program.py")
TIMEOUT = 5.0  # wall-clock seconds for the PDF program, which limits itself to two of CPU time
MAX_PROCESSES = 2
MAX_PARTS = 5_000
MAX_PART_BYTES = 2 * 1024 * 1024
MAX_BYTES = 16 * 1024 * 1024
UNREADABLE = "unreadable"
#: Pattern -> mark; searched for in the part names of an office file and in its [Content_Types].xml.
PARTS = (
    (re.compile(r"vbaproject|vbadata|macroenabled|macrosheet|dialogsheet|wll|xlam", re.IGNORECASE), "macros"),
    (re.compile(r"activex|oleobject|/embeddings/|ms-package", re.IGNORECASE), "object"),
)
#: A relationship of an office file to another part or to an outside target.
RELATIONSHIP = re.compile(rb"<[^<>]*Relationship\b[^<>]*>", re.IGNORECASE)
#: Types of relationships whose outside target is loaded when the file is opened.
LOADED_WHEN_OPENED = re.compile(
    rb"attachedTemplate|oleObject|frame|externalLink|subDocument|image|package", re.IGNORECASE
)
#: Fields that start another program (Dynamic Data Exchange).
DDE_FIELD = re.compile(rb"\bDDE(?:AUTO)?\b|<(?:\w+:)?ddeLink\b", re.IGNORECASE)
#: Tags that browsers take for a web page.
HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|script|svg|iframe|body)\b", re.IGNORECASE)
_process_slots = threading.BoundedSemaphore(MAX_PROCESSES)


def inspect_file(media_type: str, data: bytes) -> tuple[str, ...]:
    """The marks of a file of this media type, sorted."""
    found = _polyglot_marks(media_type, data)
    if media_type == PDF:
        found |= _pdf(data)
    elif media_type.startswith(OFFICE):
        found |= _office(data)
    elif decompression_bombs.is_pixel_bomb(media_type, data):
        found.add(decompression_bombs.BOMB)
    return tuple(sorted(found))


def _polyglot_marks(media_type: str, data: bytes) -> set[str]:
    """Marks of a polyglot: a file that another program would read as a different type."""
    found = set()
    if not media_type.startswith(OFFICE) and _ends_as_zip(data):
        found.add("double")
    if media_type != PDF and b"%PDF-" in data[:1024]:
        found.add("double")
    if HTML.search(data[:1024]) or (media_type.startswith("image/") and HTML.search(data[-4096:])):
        found.add("page")
    return found


def _ends_as_zip(data: bytes) -> bool:
    tail = data[-65_557:]
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return False
    return bool(at + 22 + struct.unpack("<H", tail[at + 20 : at + 22])[0] == len(tail))


def _pdf(data: bytes) -> set[str]:
    command = [sys.executable, "-I", str(PROGRAM)]
    try:
        with _process_slots:
            done = subprocess.run(command, input=data, capture_output=True, timeout=TIMEOUT, check=True)
    except (subprocess.SubprocessError, OSError) as error:
        log.warning("a PDF could not be inspected: %s", type(error).__name__)
        return {UNREADABLE}
    return set(done.stdout.decode().split())


def _office(data: bytes) -> set[str]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            return _package(package) | decompression_bombs.zip_bomb_marks(data, package.infolist()[:MAX_PARTS])
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, struct.error):
        return {UNREADABLE}


def _package(package: zipfile.ZipFile) -> set[str]:
    parts = package.infolist()
    found = {mark for part in parts[:MAX_PARTS] for pattern, mark in PARTS if pattern.search(part.filename)}
    if len(parts) > MAX_PARTS:
        found.add(UNREADABLE)
    left = MAX_BYTES
    for part in parts[:MAX_PARTS]:
        if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        text = _read(package, part, min(left, MAX_PART_BYTES))
        left -= len(text)
        if left <= 0:
            return found | {UNREADABLE}
        found |= _part(part.filename.lower(), text)
    return found


def _read(package: zipfile.ZipFile, part: zipfile.ZipInfo, limit: int) -> bytes:
    with package.open(part) as content:
        text = content.read(limit)
    return text.replace(b"\0", b"")  # UTF-16 is allowed; the names searched for are ASCII


def _part(name: str, text: bytes) -> set[str]:
    found = set()
    if name == "[content_types].xml":
        found |= {mark for pattern, mark in PARTS if pattern.search(text.decode("latin-1"))}
    if name.endswith(".rels"):
        for relationship in RELATIONSHIP.findall(text):
            outside = re.search(rb"TargetMode\s*=\s*[\"']External", relationship, re.IGNORECASE)
            if b"vbaproject" in relationship.lower():
                found.add("macros")
            if outside and LOADED_WHEN_OPENED.search(relationship):
                found.add("calls")
    elif DDE_FIELD.search(text):
        found.add("calls")
    return found
