"""What one evaluation may cost. Counted, never timed: it works in threads, in requests and in workers alike."""

from __future__ import annotations

from dataclasses import dataclass

from bpmn.feel.errors import BudgetExceeded


@dataclass(frozen=True, slots=True)
class EvaluationBudget:
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


class CostMeter:
    """Work that many evaluations share: those of one step, one form or one diagram. Mutable; one thread at a time.

    An evaluation has its own :class:`EvaluationBudget` besides, so that one loop is stopped where it stands.
    """

    __slots__ = ("allowed", "left")

    def __init__(self, allowed: int) -> None:
        self.allowed = allowed
        self.left = allowed

    @property
    def spent(self) -> int:
        """What was used so far."""
        return self.allowed - self.left

    def charge(self, units: int) -> None:
        """Count work; raises BudgetExceeded ``shared`` when the last is spent, and at every further try."""
        self.left -= units
        if self.left < 0:
            raise BudgetExceeded("shared", self.allowed)


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


@dataclass(frozen=True, slots=True)
class ModelLimits:
    """Limits of a file of decision tables before it is compiled.

    ``cells`` are its texts, ``characters`` all of them together; ``analysis`` is the work of looking for rules that
    overlap, never decide or are missing.
    """

    bytes: int = 10_000_000
    cells: int = 10_000
    characters: int = 200_000
    analysis: int = 2_000_000


SOURCE = SourceLimits()
MODEL = ModelLimits()
