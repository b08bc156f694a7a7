"""The syntax tree of a regular expression."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

#: first and last code point of each range
Ranges = tuple[tuple[int, int], ...]
LAST_CODE_POINT = 0x10FFFF


@dataclass(frozen=True, slots=True)
class Category:
    """``\\p{L}``, ``\\P{Nd}``: a general category of Unicode or a group of them."""

    name: str
    negated: bool = False

    def has(self, char: str) -> bool:
        """Whether the character is in it."""
        return unicodedata.category(char).startswith(self.name) is not self.negated


@dataclass(frozen=True, slots=True)
class Chars:
    """A set of characters: ranges and categories, possibly negated, without those of the set ``minus``."""

    ranges: Ranges = ()
    categories: tuple[Category, ...] = ()
    negated: bool = False
    minus: Chars | None = None

    def has(self, char: str) -> bool:
        """Whether the character is in it."""
        code = ord(char)
        found = any(low <= code <= high for low, high in self.ranges) or any(part.has(char) for part in self.categories)
        return found is not self.negated and not (self.minus is not None and self.minus.has(char))


@dataclass(frozen=True, slots=True)
class Anchor:
    """``^`` or ``$``; in multi-line patterns also at line ends."""

    end: bool
    lines: bool


@dataclass(frozen=True, slots=True)
class BackReference:
    """``\\1``: what a group matched."""

    group: int


@dataclass(frozen=True, slots=True)
class Group:
    """A group in parentheses; it captures if it has a number."""

    inside: Part
    number: int | None


@dataclass(frozen=True, slots=True)
class Repeat:
    """A quantifier: ``least`` to ``most`` repetitions; None: any number."""

    inside: Part
    least: int
    most: int | None
    greedy: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """Parts that match one after another."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Alternatives; the first that matches is taken."""

    branches: tuple[Part, ...]


Part = Chars | Anchor | BackReference | Group | Repeat | Sequence | Choice


def inverted(ranges: Ranges) -> Ranges:
    """All other code points."""
    made: list[tuple[int, int]] = []
    start = 0
    for low, high in sorted(ranges):
        if low > start:
            made.append((start, low - 1))
        start = max(start, high + 1)
    if start <= LAST_CODE_POINT:
        made.append((start, LAST_CODE_POINT))
    return tuple(made)
