"""What a newcomer reads when something is in the way."""

from __future__ import annotations

import socket
from pathlib import Path

from motcua import preflight


def test_a_busy_port_is_named_with_the_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        problem = preflight.port_problem("127.0.0.1", port)
    assert problem == f"Port {port} is in use by another program. Choose another one: MOTCUA_PORT={port + 1}"
    assert preflight.port_problem("127.0.0.1", port) is None


def test_an_address_of_another_machine_is_refused() -> None:
    assert "MOTCUA_HOST" in str(preflight.port_problem("192.0.2.1", 0))


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    problem = preflight.home_problem(tmp_path / "file" / "home")
    assert problem is not None and "MOTCUA_HOME" in problem


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    assert preflight.home_problem(tmp_path) is None
    (tmp_path / "blobs").touch()  # as root every folder can be written
    assert f"{tmp_path / 'blobs'} cannot be written" in str(preflight.home_problem(tmp_path))


def test_a_home_is_made(tmp_path: Path) -> None:
    assert preflight.home_problem(tmp_path / "new" / "home") is None
    assert (tmp_path / "new" / "home").is_dir()


def test_a_front_end_that_is_not_built_is_named(tmp_path: Path) -> None:
    assert preflight.frontend_problem(tmp_path / "manifest.json") == "The front end is not built. Run: make setup"
    (tmp_path / "manifest.json").write_text("{}")
    assert preflight.frontend_problem(tmp_path / "manifest.json") is None
