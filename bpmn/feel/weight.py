"""What a walk through a value costs, before it is walked.

Values share their parts: ``[x, x]`` holds one ``x`` twice, so a few steps make a value whose tree no memory holds. What
compares, writes or hands over a whole value pays for its tree first.
"""

from __future__ import annotations

from collections.abc import Callable

ELEMENTS = 0
"""Elements a step pays for, as a power of two."""
CHARACTERS = 4
"""Characters a step pays for, as a power of two."""


def weigh(value: object, charge: Callable[[int], None]) -> None:
    """Charge for every element and character of a value, a shared part as often as it appears; ``charge`` may raise."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            charge(len(part) >> CHARACTERS)
        elif isinstance(part, list | dict):
            charge(1 + (len(part) >> ELEMENTS))
            inner = part if isinstance(part, list) else part.values()
            waiting.extend(item for item in inner if isinstance(item, str | list | dict))
