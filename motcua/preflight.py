"""Checks before anything starts; each returns a sentence that says how to mend what is wrong."""

from __future__ import annotations

import errno
import logging
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.adapters.folders import write_problem
from core.errors.database import OperatorActionNeeded, ServiceUnavailable
from core.settings import Settings

log = logging.getLogger("motcua.start")
FOLDERS = ("blobs", "log", "run")
MANIFEST = Path(__file__).resolve().parent.parent / "frontend" / "dist" / ".vite" / "manifest.json"


def home_problem(home: Path) -> str | None:
    """Why the data folder, or one that is already in it, cannot be used, or None. Creates the data folder."""
    for folder in (home, *(home / name for name in FOLDERS if (home / name).exists())):
        if why := write_problem(folder):
            return (
                f"The data folder {folder} cannot be written ({why}). "
                "Change its owner, or name another one: MOTCUA_HOME=/path/to/folder"
            )
    return None


def port_problem(host: str, port: int) -> str | None:
    """Why the web server cannot listen there, or None."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            return f"Port {port} may not be used by this account. Choose one above 1023: MOTCUA_PORT=8000"
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"Port {port} is in use by another program. Choose another one: MOTCUA_PORT={port + 1}"
            return f"The address {host} cannot be used ({error.strerror}). Check MOTCUA_HOST."
    return None


def free_port() -> int:
    """A port of this machine that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def reserved_port() -> Iterator[int]:
    """A free port of this machine for somebody who binds it later, any number of times, until the block ends.

    On Linux no other program gets it meanwhile: a socket holds it that does not listen, and both it and a server that means to listen
    there say ``SO_REUSEADDR``. Elsewhere that would keep the server out as well, so the port is only free at this moment.
    """
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", 0))
        port = int(holder.getsockname()[1])
        if sys.platform != "linux":
            holder.close()
        yield port


def frontend_problem(manifest: Path = MANIFEST) -> str | None:
    """Why pages would lack their scripts and styles, or None."""
    if manifest.exists():
        return None
    return "The front end is not built. Run: make setup"


def problems(settings: Settings) -> list[str]:
    """Everything that keeps a web server from starting with these settings."""
    found = (home_problem(settings.home), port_problem(settings.host, settings.port), frontend_problem())
    return [problem for problem in found if problem]


def require_usable_database(settings: Settings) -> None:
    """Raises :class:`OperatorActionNeeded` or :class:`SettingInvalid` if the office cannot work on its database.

    A database that does not answer just now is only logged: web doors, workers and relay wait for it.
    """
    from workers.composition import build

    office = build(settings)
    try:
        office.health.require()
    except OperatorActionNeeded:
        raise
    except ServiceUnavailable as error:
        log.warning("started without the database: %s", error)
    finally:
        office.close()
