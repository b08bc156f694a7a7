"""Inputs and outputs of a call as a person gives them, held to the contract of its topic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from core import jsontext
from core.domain import text
from core.errors.forms import FieldError, FormInvalid
from core.jsontext import JsonInvalid
from core.services.context.context import Context
from core.services.context.contracts import OFFICE, Contract, ContractValue, fits


def contract_of(context: Context, topic: str) -> Contract | None:
    """The contract of a topic that is served here, or of one of the office's own; ``None`` where nobody knows it."""
    return (context.served or {}).get(topic) or OFFICE.get(topic)


def checked(expected: Iterable[ContractValue], given: Mapping[str, Any], known: Iterable[str] = ()) -> dict[str, Any]:
    """The values without those that are blank, their texts made uniform. Raises :class:`FormInvalid` for each that is wrong.

    ``known``: names beyond the contract that are taken as they are, such as inputs a diagram maps without need.
    """
    by_name = {value.name: value for value in expected}
    others = frozenset(known)
    faults: dict[str, list[FieldError]] = {}
    taken: dict[str, Any] = {}
    for name in {**dict.fromkeys(by_name), **given}:
        value, found = by_name.get(name), given.get(name)
        blank = found is None or (isinstance(found, str) and not found.strip())
        fault = _fault(value, found, blank, name in others)
        if fault:
            faults[name] = [FieldError(fault)]
        elif not blank:
            taken[name] = found
    if faults:
        raise FormInvalid(faults)
    try:
        jsontext.check(taken)
    except JsonInvalid as error:
        raise FormInvalid({name: [FieldError("wrong-type")] for name in taken}) from error
    made: dict[str, Any] = text.normalize_data(taken)
    return made


def _fault(value: ContractValue | None, found: Any, blank: bool, known: bool) -> str:
    if value is None:
        return "" if known else "unknown"
    if blank:
        return "required" if value.required else ""
    return "" if fits(value.kind, found) else "wrong-type"
