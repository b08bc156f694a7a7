"""For whom another system is asked about a person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Officer:
    """The member of staff whose deed led to a look-up. ``unit``: the code of the unit they acted in."""

    username: str
    name: str
    unit: str
