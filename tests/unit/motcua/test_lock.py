"""Two offices never run in one data folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from motcua.lock import Taken, exclusive


def test_the_second_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    path = tmp_path / "run" / "up.lock"
    with exclusive(path), pytest.raises(Taken) as taken, exclusive(path):
        pass
    assert taken.value.pid == str(os.getpid())
    with exclusive(path):
        assert path.read_text() == str(os.getpid())
