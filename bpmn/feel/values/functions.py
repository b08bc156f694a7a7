"""Functions as values: built-in ones, the office's, and those an expression defines. All are called the same way."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bpmn.feel.types import Type


@dataclass(frozen=True, slots=True)
class Parameter:
    """``type`` None takes anything; ``nullable`` lets null in; ``variadic`` collects the remaining arguments.

    ``exact`` is the Python class whose values fit without further ado, where the type has one.
    """

    name: str
    type: Type | None = None
    optional: bool = False
    nullable: bool = False
    variadic: bool = False
    exact: builtins.type[Any] | None = None


@dataclass(frozen=True, slots=True)
class Overload:
    """One signature. ``implementation`` takes the arguments in order (after a CallContext where ``wants_call``)."""

    parameters: tuple[Parameter, ...]
    implementation: Callable[..., object]
    wants_call: bool = False
    result: Type | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function value. ``depth_counted`` marks those whose body is FEEL and may recurse."""

    name: str
    overloads: tuple[Overload, ...]
    depth_counted: bool = False
    cost: int = 1
    documentation: str = field(default="", compare=False)

    @classmethod
    def of(
        cls,
        name: str,
        parameters: Sequence[str | Parameter],
        implementation: Callable[..., object],
        required: int | None = None,
        *,
        wants_call: bool = False,
    ) -> Function:
        """A function of the host: parameter names, and a Python callable on FEEL values (all may be null).

        ``required`` is the number of parameters a caller must give (all of them when None). What the callable returns is
        converted to FEEL values. Where it ``wants_call``, its first argument is a CallContext, whose run it charges for work
        that grows with its arguments, and it must return FEEL values itself. A :class:`bpmn.feel.errors.Failure` it raises
        becomes null with a note.
        """
        need = len(parameters) if required is None else required
        made = tuple(
            given if isinstance(given, Parameter) else Parameter(given, None, index >= need, nullable=True)
            for index, given in enumerate(parameters)
        )
        return cls(name, (Overload(made, implementation, wants_call),), cost=10)

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters of the first (usually the only) signature."""
        return self.overloads[0].parameters

    @property
    def arity(self) -> str:
        """How many arguments it takes, in words for a message: ``2``, ``1–3``, ``2…``."""
        counts = [
            (sum(not (p.optional or p.variadic) for p in overload.parameters), overload.parameters)
            for overload in self.overloads
        ]
        least = min(count for count, _ in counts)
        if any(parameters and parameters[-1].variadic for _, parameters in counts):
            return f"{max(least, 1)}…"
        most = max(len(parameters) for _, parameters in counts)
        return str(least) if least == most else f"{least}–{most}"

    def __repr__(self) -> str:
        return f"<function {self.name}({', '.join(p.name for p in self.parameters)})>"
