"""Whether a folder can be written: by writing, because permissions do not tell of read-only disks, owners and roots."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path


def unwritable(folder: Path) -> str:
    """Why nothing can be written into ``folder``, which is made where it is missing; empty when it can.

    A full disk is no reason here: it passes, and is told by the health checks.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return "" if error.errno in (errno.ENOSPC, errno.EDQUOT) else os.strerror(error.errno or 0)
