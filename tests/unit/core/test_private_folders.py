"""What lies in the data folder is for the office's account alone, whatever the umask and whoever made it before."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.adapters.blobs import FolderBlobs
from core.adapters.folders import make_private
from core.db.engines import connect


def open_to_others(folder: Path) -> list[str]:
    """Every path in and below ``folder`` that another account may do anything with."""
    every = [folder, *folder.rglob("*")]
    return [str(path) for path in every if not path.is_symlink() and stat.S_IMODE(path.stat().st_mode) & 0o077]


@pytest.fixture(params=[0o000, 0o022, 0o077])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_a_database_and_its_side_files_are_private_from_the_first_moment(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    engine = connect(f"sqlite:///{folder / 'motcua.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (a)")
        assert {path.name for path in folder.iterdir()} >= {"motcua.db", "motcua.db-wal", "motcua.db-shm"}
        assert not open_to_others(folder)
    engine.dispose()


@pytest.mark.usefixtures("umask")
def test_contents_are_private_from_the_first_moment(tmp_path: Path) -> None:
    FolderBlobs(tmp_path / "blobs").put(b"a paper")
    assert not open_to_others(tmp_path / "blobs")


def test_what_an_earlier_release_left_open_is_closed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for name in ("motcua.db", "motcua.db-wal", "blobs/ab/content", "log/web.log", "queue/a/b.aof"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(b"x")
    outside = tmp_path / "outside"
    outside.write_bytes(b"x")
    (home / "link").symlink_to(outside)
    for path in home.rglob("*"):
        path.chmod(0o777 if path.is_dir() else 0o666)
    home.chmod(0o755)
    outside.chmod(0o644)
    make_private(home)
    assert not open_to_others(home)
    assert stat.S_IMODE((home / "blobs" / "ab").stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "motcua.db").stat().st_mode) == 0o600
    assert stat.S_IMODE(outside.stat().st_mode) == 0o644  # a link is not followed


def test_a_folder_that_is_everybodys_is_left_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)
    make_private(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o1777
