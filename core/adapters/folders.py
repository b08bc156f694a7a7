"""Folders of the office: whether they can be written, and keeping other accounts of the machine out of them."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from core.db.faults import FULL


def write_problem(folder: Path) -> str:
    """Why nothing can be written into ``folder`` (created if missing); empty when it can.

    Tests by writing, because permission bits say nothing of read-only disks, owners and root.
    A full disk is ignored here: it is temporary and reported by the health check.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return "" if error.errno in FULL else os.strerror(error.errno or 0)


OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_private(home: Path) -> None:
    """Removes all permissions of other accounts (``chmod go=``) from the data folder and what is in it.

    Directories below ``home`` that are already private are not descended into, so a start stays fast with many files;
    what is more open inside one stays so, but no other account can reach it. A folder of another owner, or a sticky
    one, is left as it is.
    """
    state = home.stat()
    if state.st_uid != os.geteuid() or state.st_mode & stat.S_ISVTX:
        return
    os.chmod(home, stat.S_IMODE(state.st_mode) & ~OTHERS)
    _make_content_private(home)


def _make_content_private(folder: Path) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            _make_entry_private(entry)


def _make_entry_private(entry: os.DirEntry[str]) -> None:
    try:
        state = entry.stat(follow_symlinks=False)
        mine, open_to_others = state.st_uid == os.geteuid(), bool(state.st_mode & OTHERS)
        if entry.is_symlink() or not (mine and open_to_others):
            return
        os.chmod(entry.path, stat.S_IMODE(state.st_mode) & ~OTHERS)
        if entry.is_dir():
            _make_content_private(Path(entry.path))
    except FileNotFoundError:
        return  # a temporary file of another process, deleted meanwhile
