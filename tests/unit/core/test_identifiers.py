"""UUID version 7."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
import uuid

from core.domain.identifiers import uuid7


def test_they_are_version_7_and_carry_the_time() -> None:
    made = uuid7()
    assert type(made) is uuid.UUID and made.version == 7 and made.variant == uuid.RFC_4122
    assert abs((made.int >> 80) - time.time() * 1000) < 10_000


def test_they_grow_also_across_threads() -> None:
    made: list[list[uuid.UUID]] = [[] for _ in range(4)]
    threads = [threading.Thread(target=lambda out=out: out.extend(uuid7() for _ in range(2000))) for out in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(line == sorted(line) for line in made)
    assert len({identifier for line in made for identifier in line}) == 8000


FORKING = """
import os
from core.domain.identifiers import uuid7
uuid7()
for _ in range(8):
    child = os.fork()
    if child == 0:
        os.write(1, uuid7().hex[16:].encode() + b"\\n")
        os._exit(0)
    os.waitpid(child, 0)
"""


def test_forked_processes_make_different_ones() -> None:
    """A copied random generator would give the same bits."""
    told = subprocess.run([sys.executable, "-c", FORKING], check=True, capture_output=True, text=True).stdout.split()
    assert len(told) == len(set(told)) == 8
