"""What the tests of all web doors share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from core.db.reading import Reading
from core.db.unit_of_work import UnitOfWork


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[Reading]:
    """The transactions that read, one after the other."""
    seen: list[Reading] = []
    original = UnitOfWork.read

    @contextmanager
    def counted(self: UnitOfWork) -> Iterator[Reading]:
        with original(self) as work:
            seen.append(work)
            yield work

    monkeypatch.setattr(UnitOfWork, "read", counted)
    return seen
