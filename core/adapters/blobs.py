"""The blob store: file contents in a folder outside the web root, named by their SHA-256."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from pathlib import Path

from core.adapters.folders import write_problem
from core.db import faults
from core.errors.base import Reason
from core.ports import ContentChanged

_NAME = re.compile(r"[0-9a-f]{64}")
MIN_FREE_BYTES = 1024 * 1024  # with less the disk counts as full


class FolderBlobs:
    """Implements :class:`core.ports.Blobs`. A content is stored as a whole or not at all; a failed write leaves no files behind."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> str:
        name = hashlib.sha256(data).hexdigest()
        path = self._path(name)
        if not self._is_stored(name):
            with faults.translate_db_errors():
                _write(path, data)
        return name

    def get(self, sha256: str) -> bytes:
        data = self._path(sha256).read_bytes()
        found = hashlib.sha256(data).hexdigest()
        if found != sha256:
            raise ContentChanged(sha256, found)
        return data

    def _is_stored(self, name: str) -> bool:
        """Whether the content is there, unchanged; a changed one is then replaced."""
        try:
            self.get(name)
        except (FileNotFoundError, ContentChanged):
            return False
        return True

    def problem(self) -> str:
        if why := write_problem(self._folder):
            return Reason("the folder %(folder)s cannot be written (%(why)s)", folder=str(self._folder), why=why)
        return "" if _has_space(self._folder) else Reason("the disk is full: make room, papers cannot be added")

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise FileNotFoundError(name)
        return self._folder / name[:2] / name


def _write(path: Path, data: bytes) -> None:
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _has_space(folder: Path) -> bool:
    """Whether something can be stored: there is free space, and no quota is used up."""
    if shutil.disk_usage(folder).free < MIN_FREE_BYTES:
        return False
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return error.errno not in faults.FULL
    return True
