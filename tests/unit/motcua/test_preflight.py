"""What a newcomer reads when something is in the way."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest
from flask import Flask

from motcua import preflight
from workers.simulation import Served


def test_a_busy_port_is_named_with_the_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        problem = preflight.port_problem("127.0.0.1", port)
    assert problem == f"Port {port} is in use by another program. Choose another one: MOTCUA_PORT={port + 1}"
    assert preflight.port_problem("127.0.0.1", port) is None


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a held port would keep its own server out")
def test_a_reserved_port_is_for_the_server_it_is_meant_for_and_for_nobody_else() -> None:
    with preflight.reserved_port() as port:
        for _ in range(2):  # it may end and be started again
            with socket.socket() as other, pytest.raises(OSError, match="in use"):
                other.bind(("127.0.0.1", port))
            with Served(Flask("meant"), port) as server:
                assert server.port == port


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
