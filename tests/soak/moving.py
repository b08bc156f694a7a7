"""The library that moves the date of whole processes (``moved.c``): built where it is needed, preloaded into everything.

libfaketime would be the ready-made choice; where its durations stay true (which tests with real waits need), Python's
``time.sleep`` fails under it, and where they are moved, waits with a time limit never end (docs/adr/0018-soak.md).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

SOURCE = Path(__file__).with_name("moved.c")
SECONDS = "MOVED_SECONDS"


class CannotMove(Exception):
    """The date cannot be moved here; the text says what to install."""


@contextmanager
def moved(seconds: int, zone: str = "") -> Iterator[dict[str, str]]:
    """The environment of a process on the moved date, with a temporary folder of its own. Raises :class:`CannotMove`.

    The folder is below the system's own: PostgreSQL runs as another user and must find the library.
    """
    with TemporaryDirectory(prefix="soak-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        found = {**os.environ, "TMPDIR": name}
        if seconds:
            found |= {SECONDS: str(seconds), "LD_PRELOAD": str(built(folder))}
        if zone:
            found["TZ"] = zone
        yield found


def built(folder: Path) -> Path:
    """Builds the library into ``folder``."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if sys.platform != "linux":
        raise CannotMove("the date is moved by preloading a library, which works on Linux only")
    if compiler is None:
        raise CannotMove("moving the date needs a C compiler. On Debian and Ubuntu: apt-get install gcc libc6-dev")
    library = folder / "moved.so"
    command = [
        compiler,
        "-O2",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-shared",
        "-fPIC",
        "-o",
        str(library),
        str(SOURCE),
        "-ldl",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotMove(
            f"{SOURCE.name} could not be built. On Debian and Ubuntu: apt-get install gcc libc6-dev\n{done.stderr}"
        )
    library.chmod(0o755)
    return library
