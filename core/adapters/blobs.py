"""Contents in a folder outside the web root, named by their SHA-256."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

_NAME = re.compile(r"[0-9a-f]{64}")


class FolderBlobs:
    """Implements :class:`core.ports.Blobs`. A content appears whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> str:
        name = hashlib.sha256(data).hexdigest()
        path = self._path(name)
        if not path.exists():
            for folder in (self._folder, path.parent):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        return name

    def get(self, sha256: str) -> bytes:
        return self._path(sha256).read_bytes()

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise FileNotFoundError(name)
        return self._folder / name[:2] / name
