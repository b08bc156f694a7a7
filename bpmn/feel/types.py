"""Types of FEEL (DMN 10.3.2.9): what ``instance of``, parameters, item definitions and the static check speak of.

A type never carries a constraint: allowed values belong to DMN's item definitions, which check them themselves. Knows no
values; which type a value has is `bpmn.feel.conformance`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Type:
    """A simple type, by name: ``number``, ``string``, ``Any``, ``Null`` …"""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class ListType(Type):
    """``list<element>``."""

    element: Type

    def __str__(self) -> str:
        return f"list<{self.element}>"


@dataclass(frozen=True, slots=True)
class ContextType(Type):
    """``context<a: number, …>``; a value may have further entries. ``open`` marks types known in part only."""

    entries: dict[str, Type]
    open: bool = False

    def __str__(self) -> str:
        return f"context<{', '.join(f'{key}: {value}' for key, value in self.entries.items())}>"

    def __hash__(self) -> int:
        return hash((self.name, tuple(self.entries)))


@dataclass(frozen=True, slots=True)
class RangeType(Type):
    """``range<element>``."""

    element: Type

    def __str__(self) -> str:
        return f"range<{self.element}>"


@dataclass(frozen=True, slots=True)
class FunctionType(Type):
    """``function<a, b> -> result``."""

    parameters: tuple[Type, ...]
    result: Type
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"function<{', '.join(map(str, self.parameters))}> -> {self.result}"


ANY = Type("Any")
NULL = Type("Null")
NUMBER = Type("number")
STRING = Type("string")
BOOLEAN = Type("boolean")
DATE = Type("date")
TIME = Type("time")
DATE_TIME = Type("date and time")
YEARS_MONTHS = Type("years and months duration")
DAYS_TIME = Type("days and time duration")
LIST = ListType("list", ANY)
CONTEXT = ContextType("context", {}, True)
RANGE = RangeType("range", ANY)
FUNCTION = Type("function")

BY_NAME: dict[str, Type] = {
    kind.name: kind
    for kind in (ANY, NUMBER, STRING, BOOLEAN, DATE, TIME, DATE_TIME, YEARS_MONTHS, DAYS_TIME, LIST, CONTEXT, RANGE)
} | {
    "Null": NULL,
    "any": ANY,
    "dateTime": DATE_TIME,
    "dayTimeDuration": DAYS_TIME,
    "yearMonthDuration": YEARS_MONTHS,
    "duration": ANY,
}


def _context_subtype(kind: ContextType, other: ContextType) -> bool:
    return all(
        kind.open if key not in kind.entries else is_subtype(kind.entries[key], entry)
        for key, entry in other.entries.items()
    )


def is_subtype(kind: Type, other: Type) -> bool:
    """Whether every value of ``kind`` is a value of ``other``. An open context is given the benefit of the doubt."""
    if other == ANY or kind in (other, NULL):
        return True
    if isinstance(kind, ListType) and isinstance(other, ListType):
        return is_subtype(kind.element, other.element)
    if isinstance(kind, RangeType) and isinstance(other, RangeType):
        return is_subtype(kind.element, other.element)
    if isinstance(kind, ContextType) and isinstance(other, ContextType):
        return _context_subtype(kind, other)
    if isinstance(kind, FunctionType) and isinstance(other, FunctionType):
        return len(kind.parameters) == len(other.parameters) and (
            all(is_subtype(theirs, mine) for mine, theirs in zip(kind.parameters, other.parameters, strict=True))
            and is_subtype(kind.result, other.result)
        )
    return other == FUNCTION and isinstance(kind, FunctionType)
