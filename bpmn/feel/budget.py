"""What one evaluation may cost. Counted, never timed: it works in threads, in requests and in workers alike."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits of one evaluation; the defaults keep any text under about a second.

    ``steps``: nodes evaluated in loops, calls and produced elements. ``depth``: nested calls of FEEL functions.
    ``string_length``: characters of any produced string. ``list_length``: elements of any produced list.
    ``digits``: decimal digits of a number coming from outside. ``diagnostics``: kept notes, further ones are dropped.
    """

    steps: int = 500_000
    depth: int = 100
    string_length: int = 200_000
    list_length: int = 100_000
    digits: int = 6_144
    diagnostics: int = 50


@dataclass(frozen=True, slots=True)
class SourceLimits:
    """Limits of a text before it is compiled.

    ``length`` in characters; ``nesting`` of brackets and keywords; ``tree`` is the height of the tree (a sum of 150
    terms has it); ``work`` bounds the parser's own steps, for it tries some readings twice.
    """

    length: int = 20_000
    nesting: int = 50
    tree: int = 150
    work: int = 100_000


SOURCE = SourceLimits()
