"""How built-in functions are declared: a name, a signature in words, and a Python function on FEEL values.

A signature reads ``"string: string, start position: number, length?: number"``: a question mark after the name makes a
parameter optional, one after the type lets null in, a star before the name collects the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from bpmn.feel import types
from bpmn.feel.conformance import EXACT, kind_of
from bpmn.feel.errors import Failure
from bpmn.feel.types import Type
from bpmn.feel.values import Function, Overload, Parameter

Implementation = TypeVar("Implementation", bound=Callable[..., object])
BUILT_INS: dict[str, Function] = {}
ANYTHING = frozenset({"any", "Any"})
TYPES: dict[str, Type] = {
    **types.BY_NAME,
    "function": types.FUNCTION,
    "list<number>": types.ListType("list", types.NUMBER),
    "list<string>": types.ListType("list", types.STRING),
    "list<context>": types.ListType("list", types.CONTEXT),
    "list<list>": types.ListType("list", types.LIST),
}


def _parameter(text: str) -> Parameter:
    name, _, kind = (part.strip() for part in text.partition(":"))
    variadic, name = name.startswith("*"), name.lstrip("*")
    nullable, kind = kind.endswith("?"), kind.rstrip("?")
    declared = None if kind in ANYTHING else TYPES[kind]
    exact = EXACT.get(declared) if declared is not None else None
    return Parameter(name.rstrip("?"), declared, name.endswith("?"), nullable, variadic, exact)


def signature(text: str) -> tuple[Parameter, ...]:
    """The parameters a signature declares."""
    return tuple(_parameter(part) for part in text.split(",") if part.strip())


def built_in(
    name: str, text: str, result: str = "any", wants_call: bool = False, cost: int = 4
) -> Callable[[Implementation], Implementation]:
    """Registers one signature of a built-in; several under one name are tried in the order given.

    ``cost`` is that of a call with small arguments, in cost units; the size of arguments is charged when it is called.
    """

    def register(function: Implementation) -> Implementation:
        made = Overload(signature(text), function, wants_call, None if result in ANYTHING else TYPES[result])
        known = BUILT_INS.get(name)
        overloads = (*known.overloads, made) if known else (made,)
        BUILT_INS[name] = Function(name, overloads, cost=max(cost, known.cost if known else 0))
        return function

    return register


def alias(name: str, other: str) -> None:
    """A second name for a function, as older books have it."""
    known = BUILT_INS[other]
    BUILT_INS[name] = Function(name, known.overloads, cost=known.cost)


def of_kind(items: list[object], kind: type[Any], function: str) -> list[Any]:
    """The items, all of which must be of one Python type; raises Failure ``items-kind``."""
    for item in items:
        if type(item) is not kind:
            raise Failure("items-kind", function=function, expected=kind, kind=kind_of(item))
    return items
