"""Uploaded files: which kinds are taken, what a file is by its first bytes, and under which name it is kept."""

from __future__ import annotations

import zipfile
from io import BytesIO

import puremagic

from core.domain import text
from core.errors.base import Reason
from core.errors.documents import UploadRefused

#: Media types of the accepted files, by extension (QĐ 20/2020, TT 01/2023).
ALLOWED = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: The folder that holds the text inside a Word or Excel file.
FOLDERS = {"docx": "word/", "xlsx": "xl/"}


def media_type(name: str, data: bytes, limit: int) -> str:
    """The media type of an upload.

    Raises :class:`UploadRefused` if it is empty, larger than ``limit`` bytes, of another kind, or not what its name says.
    """
    ending = name.rpartition(".")[2].lower()
    if ending not in ALLOWED:
        raise UploadRefused(name=name, reason=Reason("use one of %(list)s", list=", ".join(sorted(ALLOWED))))
    if not data:
        raise UploadRefused(name=name, reason="it is empty")
    if len(data) > limit:
        raise UploadRefused(name=name, reason=Reason("it is larger than %(limit)s MB", limit=limit // (1024 * 1024)))
    if ALLOWED[ending] not in _types_of(data, ending):
        raise UploadRefused(name=name, reason="its content is not what its name says")
    return ALLOWED[ending]


def _types_of(data: bytes, ending: str) -> set[str]:
    """The media types the content may have, by its first bytes."""
    try:
        guesses = puremagic.magic_string(data[:65536])
    except puremagic.PureError:
        return set()
    types = {guess.mime_type for guess in guesses}
    endings = {guess.extension.lstrip(".").lower() for guess in guesses}
    if data.startswith(b"%PDF-"):
        types.add("application/pdf")
    types |= {ALLOWED[known] for known in endings if known in ALLOWED}
    if ending in FOLDERS:
        return {ALLOWED[ending]} if _is_office_file(data, FOLDERS[ending]) else types - {ALLOWED[ending]}
    return types


def _is_office_file(data: bytes, folder: str) -> bool:
    """Whether it is a package of Office Open XML with the folder of this kind of file."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)


def file_name(name: str) -> str:
    """The last part of a path, without characters that file systems and headers do not allow; at most 160 characters."""
    last = text.normalize_line(name).replace("\\", "/").rpartition("/")[2]
    tidy = "".join(char for char in last if char.isprintable() and char not in '<>:"|?*').strip(". ")
    return tidy[-160:] or "tep.bin"
