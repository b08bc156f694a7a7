"""A file on its way in, whoever brings it: what it is, whether a virus is in it, and what can act in it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from hashlib import sha256

from core.domain import paper_files
from core.errors.base import Reason
from core.errors.documents import UploadPostponed, UploadRefused
from core.ports import ScannerAway
from core.services.context.context import Context

log = logging.getLogger("motcua.papers")


@dataclass(frozen=True, slots=True)
class ExaminedFile:
    """A file that may come in, under the name it is kept by."""

    name: str
    media_type: str
    size: int
    sha256: str
    marks: tuple[str, ...]
    scan: str


def examine(context: Context, name: str, data: bytes) -> ExaminedFile:
    """Looks at a file. Raises :class:`UploadRefused` for what may not come in."""
    name = paper_files.file_name(name)
    media_type = paper_files.media_type(name, data, context.settings.upload_limit)
    digest = sha256(data).hexdigest()
    found = scan(context, name, data, digest)
    return ExaminedFile(name, media_type, len(data), digest, context.inspect_file(media_type, data), found)


def scan(context: Context, name: str, data: bytes, digest: str) -> str:
    """What the virus scanner says. Raises :class:`UploadRefused` for what it finds, :class:`UploadPostponed` where its
    word is needed."""
    if context.scanner is None:
        return "none"
    try:
        found = context.scanner.scan(data)
    except ScannerAway as error:
        log.warning("the virus scanner gave no verdict on %s: %s", digest, error)
        if context.settings.scan_required:
            reason = "the virus scanner does not answer just now; try again in some minutes"
            raise UploadPostponed(name=name, reason=reason) from error
        return "missed"
    if found is not None:
        log.warning("a virus was found in %s, which was refused: %s", digest, found)
        raise UploadRefused(name=name, reason=Reason("a virus was found in it (%(virus)s)", virus=found))
    return "clean"


def unpacking_fault(fault: str) -> str:
    """Why a packed file could not be unpacked, in a sentence."""
    return "it is too large when it is unpacked" if fault == "size" else "it cannot be unpacked"
