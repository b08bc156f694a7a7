"""What a walk through a value costs, before it is walked.

Values share their parts: ``[x, x]`` holds one ``x`` twice, so a few steps make a value whose tree no memory holds. What
compares, writes or hands over a whole value charges for its tree first.
"""

from __future__ import annotations

from collections.abc import Callable

#: one cost unit per 2**0 elements and per 2**4 characters
ELEMENTS, CHARACTERS = 0, 4


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
