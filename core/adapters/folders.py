"""Folders of the office: whether they can be written, and that nobody else of the machine looks into them."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from core.db.faults import FULL


def unwritable(folder: Path) -> str:
    """Why nothing can be written into ``folder``, which is made where it is missing; empty when it can.

    Tried by writing, because permissions do not tell of read-only disks, owners and roots.
    A full disk is no reason here: it passes, and is told by the health checks.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return "" if error.errno in FULL else os.strerror(error.errno or 0)


OTHERS = stat.S_IRWXG | stat.S_IRWXO


def close(home: Path) -> None:
    """Takes every right of other accounts away from the data folder and what lies in it, whoever made it and how.

    What is private already is not looked into, so that a store of many papers costs nothing at a start. A folder that
    belongs to somebody else, or to everybody (a sticky one), is left as it is.
    """
    state = home.stat()
    if state.st_uid != os.geteuid() or state.st_mode & stat.S_ISVTX:
        return
    os.chmod(home, stat.S_IMODE(state.st_mode) & ~OTHERS)
    _close_within(home)


def _close_within(folder: Path) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            _close_entry(entry)


def _close_entry(entry: os.DirEntry[str]) -> None:
    try:
        state = entry.stat(follow_symlinks=False)
        mine, open_to_others = state.st_uid == os.geteuid(), bool(state.st_mode & OTHERS)
        if entry.is_symlink() or not (mine and open_to_others):
            return
        os.chmod(entry.path, stat.S_IMODE(state.st_mode) & ~OTHERS)
        if entry.is_dir():
            _close_within(Path(entry.path))
    except FileNotFoundError:
        return  # a temporary file of another process, gone meanwhile
