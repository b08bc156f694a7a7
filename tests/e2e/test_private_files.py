"""A data folder after a real start, with papers taken, letters sent and every process at work."""

from __future__ import annotations

import os
import stat

import httpx
import pytest

from tests.support.running import Running

pytestmark = pytest.mark.e2e


def test_nothing_in_the_data_folder_is_open_to_other_accounts(office_running: Running) -> None:
    with office_running.machine("receiver") as client:
        taken = client.post("/documents", files={"file": ("đơn.pdf", b"%PDF-1.4\n" + os.urandom(3_000_000))})
        assert taken.status_code == 201, taken.text
    home = office_running.home
    names = {path.relative_to(home).parts[0] for path in home.rglob("*")}
    assert {"motcua.db", "blobs", "secret-key", "demo-credentials.json", "queue", "log", "run"} <= names
    every = [home, *home.rglob("*")]
    assert len(every) > 15
    opened = [path for path in every if stat.S_IMODE(path.lstat().st_mode) & 0o077 and not path.is_symlink()]
    assert not opened, [(str(path), oct(path.stat().st_mode)) for path in opened]


def test_figures_are_not_there_for_anybody(office_running: Running) -> None:
    assert httpx.get(f"{office_running.url}/metrics", timeout=30).status_code == 404
