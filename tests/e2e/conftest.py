"""One running office for all stories of a test process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import running


@pytest.fixture(scope="session")
def office_running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[running.Running]:
    """What `make run` starts, with a demonstration office; failed calls are tried again after a second."""
    folder = tmp_path_factory.mktemp("office")
    with running.office(folder, MOTCUA_RETRY_SECONDS="1,1") as started:
        yield started
