"""Attachments of an edXML message: matched with the manifest and unpacked, within bounds.

What is packed is looked at by the rules for uploaded office files before a byte of it is unpacked. Some offices send a
file as it is, without an archive around it.
"""

from __future__ import annotations

import base64
import binascii
import struct
import zipfile
import zlib
from io import BytesIO
from typing import Final

from lxml import etree

from core.adapters.inspection import decompression_bombs
from workers.records.edxml.model import Attachment
from workers.records.edxml.names import qualified

MOST_ATTACHMENTS: Final = 100
LONGEST_NAME: Final = 200
_UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    struct.error,
)


class DocumentInvalid(Exception):
    """A message that is not what was agreed. ``code``: what is wrong with it, in a word; the text says it for people."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class _NotUnpacked(Exception):
    """An attachment that cannot be unpacked, and why."""


def read(root: etree._Element, most_bytes: int) -> tuple[Attachment, ...]:
    """The attachments, in the order they are sent. One that cannot be unpacked has a ``fault`` and no content.

    Raises :class:`DocumentInvalid` where manifest and attachments contradict each other.
    """
    path = ("edXMLEnvelope", "edXMLBody", "edXMLManifest", "Reference")
    references = root.findall("/".join(map(qualified, path)))
    sent = root.findall(f"{qualified('AttachmentEncoded')}/{qualified('Attachment')}")
    if len(sent) > MOST_ATTACHMENTS:
        raise DocumentInvalid("attachments", f"{len(sent)} attachments, at most {MOST_ATTACHMENTS}")
    named = [_text(one, "ContentId") for one in references]
    brought = [_text(one, "ContentId") for one in sent]
    if len(set(brought)) < len(brought):
        raise DocumentInvalid("attachments", "a ContentId stands twice among the attachments")
    if sorted(named) != sorted(brought):
        missing = sorted(set(named) ^ set(brought)) or sorted(named)
        raise DocumentInvalid("attachments", f"manifest and attachments differ in {missing[0][:60]}")
    described = {_text(one, "ContentId"): _text(one, "Description") for one in references}
    return tuple(_attachment(one, described[_text(one, "ContentId")], most_bytes) for one in sent)


def _attachment(node: etree._Element, description: str, most_bytes: int) -> Attachment:
    name = _text(node, "AttachmentName")
    if not name or len(name) > LONGEST_NAME:
        raise DocumentInvalid("attachments", f"an AttachmentName has {len(name)} characters, from 1 to {LONGEST_NAME}")
    content, fault = None, ""
    try:
        content = _unpacked(name, _decoded(_text(node, "ContentTransferEncoded")), most_bytes)
    except _NotUnpacked as error:
        fault = str(error)
    return Attachment(
        content_id=_text(node, "ContentId"),
        name=name,
        content=content,
        media_type=_text(node, "ContentType"),
        description=_text(node, "Description") or description,
        fault=fault,
    )


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise _NotUnpacked("base64") from error


def _unpacked(name: str, data: bytes, most_bytes: int) -> bytes:
    if not data.startswith(b"PK\x03\x04"):
        return data
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = [one for one in archive.infolist() if not one.is_dir()]
            if any(one.filename == "[Content_Types].xml" for one in parts):
                return data  # an office file, which is an archive itself
            if len(parts) != 1:
                raise _NotUnpacked(f"the archive of {name[:60]} holds {len(parts)} files, not one")
            if decompression_bombs.zip_bomb_marks(data, parts) or parts[0].file_size > most_bytes:
                raise _NotUnpacked("size")
            return archive.read(parts[0])
    except _UNREADABLE as error:
        raise _NotUnpacked("zip") from error


def _text(node: etree._Element, name: str) -> str:
    return (node.findtext(qualified(name)) or "").strip()
