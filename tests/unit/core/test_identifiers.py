"""UUID version 7."""

from __future__ import annotations

import threading
import time
import uuid

from core.domain.identifiers import uuid7


def test_they_are_version_7_and_carry_the_time() -> None:
    made = uuid7(0x0123_4567_89AB)
    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert made.hex.startswith("0123456789ab7")
    assert abs((uuid7().int >> 80) - time.time() * 1000) < 10_000


def test_they_grow_also_across_threads() -> None:
    made: list[list[uuid.UUID]] = [[] for _ in range(4)]
    threads = [threading.Thread(target=lambda out=out: out.extend(uuid7() for _ in range(2000))) for out in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(line == sorted(line) for line in made)
    assert len({identifier for line in made for identifier in line}) == 8000
