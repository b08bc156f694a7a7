"""Limits of one evaluation, and of a text before it is compiled. Work is counted, not timed, so limits never depend on the machine."""

from __future__ import annotations

from dataclasses import dataclass

from bpmn.feel.errors import BudgetExceeded


@dataclass(frozen=True, slots=True)
class EvaluationBudget:
    """Limits of one evaluation; with the defaults every evaluation takes less than about a second."""

    #: nodes evaluated in loops and calls, and elements produced
    steps: int = 500_000
    #: nested calls of FEEL functions
    depth: int = 100
    #: characters of any string that is produced
    string_length: int = 200_000
    #: elements of any list that is produced
    list_length: int = 100_000
    #: decimal digits of a number that comes from outside
    digits: int = 6_144
    #: diagnostics kept; further ones are dropped
    diagnostics: int = 50


class CostMeter:
    """A budget that many evaluations share: those of one step, one form or one diagram. Mutable, for one thread.

    Each evaluation also has its own :class:`EvaluationBudget`, so that a single endless loop is stopped earlier.
    """

    __slots__ = ("allowed", "left")

    def __init__(self, allowed: int) -> None:
        self.allowed = allowed
        self.left = allowed

    @property
    def spent(self) -> int:
        """The units used so far."""
        return self.allowed - self.left

    def charge(self, units: int) -> None:
        """Counts work; raises :class:`BudgetExceeded` with the limit ``shared`` once more was used than is allowed."""
        self.left -= units
        if self.left < 0:
            raise BudgetExceeded("shared", self.allowed)


@dataclass(frozen=True, slots=True)
class SourceLimits:
    """Limits of a text that is to be compiled."""

    #: characters
    length: int = 20_000
    #: levels of brackets and keywords
    nesting: int = 50
    #: height of the syntax tree: a sum of 150 terms reaches it
    tree: int = 150
    #: steps of the parser, which backtracks
    work: int = 100_000


@dataclass(frozen=True, slots=True)
class ModelLimits:
    """Limits of a file of decision tables that is to be compiled."""

    bytes: int = 10_000_000
    #: expressions and tests
    cells: int = 10_000
    #: of all cells together
    characters: int = 200_000
    #: cost units of the search for rules that overlap, never apply or are missing
    analysis: int = 2_000_000


SOURCE = SourceLimits()
MODEL = ModelLimits()
