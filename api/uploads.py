"""Files of a multipart request: by field, each with a name and its bytes."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from werkzeug.exceptions import UnsupportedMediaType

from api.problems import InputInvalid
from core.limits import FILE_NAME_CHARACTERS, NAME_CHARACTERS
from core.storable_text import is_storable, shortened, storable


@dataclass(frozen=True, slots=True)
class Upload:
    """One part of a multipart body. ``name`` is the file's name, without folders; empty for a plain field."""

    field: str
    name: str
    data: bytes


def uploads() -> list[Upload]:
    """All parts in the order of their fields, files first. Raises an HTTP error where the body is no multipart."""
    if request.mimetype != "multipart/form-data":
        raise UnsupportedMediaType()
    files = [Upload(field, _bare(part.filename or ""), part.read()) for field, part in request.files.items(multi=True)]
    fields = [Upload(field, "", value.encode()) for field, value in request.form.items(multi=True)]
    return [_clean(part) for part in files + fields]


def one_file(field: str) -> tuple[Upload, dict[str, str]]:
    """The one file sent as ``field``, and the plain fields beside it. Raises :class:`InputInvalid`."""
    parts = uploads()
    files = [part for part in parts if part.name and part.field == field]
    others = [part for part in parts if part.name and part.field != field]
    if len(files) != 1 or others:
        code = "too-many" if len(files) > 1 else "unknown" if others else "required"
        raise InputInvalid([((others[0].field if others else field,), code, {"limit": 1})], "body")
    return files[0], {part.field: part.data.decode() for part in parts if not part.name}


def _bare(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2]


def _clean(part: Upload) -> Upload:
    if not is_storable(part.field + part.name) or b"\0" in part.data[: 0 if part.name else None]:
        raise InputInvalid([((storable(part.field.replace("\0", "")),), "pattern", {})], "body")
    if len(part.name) > FILE_NAME_CHARACTERS or len(part.field) > NAME_CHARACTERS:
        raise InputInvalid([((shortened(part.field),), "too-long", {"limit": FILE_NAME_CHARACTERS})], "body")
    return part
