"""Fields of a form for the inputs or outputs of a call, by the contract of its topic: shown, and read as it was typed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from werkzeug.datastructures import MultiDict

from admin.request_context import office
from core.errors.forms import FieldErrors
from core.services.context.contracts import ContractValue, Kind
from web.i18n import language
from web.messages import fault_text

#: longer texts, and those of several lines, get room to be read
LINE = 60


@dataclass(frozen=True, slots=True)
class CallField:
    """One input or output as a person fills it in."""

    name: str
    label: str
    kind: str
    required: bool
    text: str
    errors: tuple[str, ...] = ()

    @property
    def long(self) -> bool:
        """Whether it gets several lines."""
        return self.kind == Kind.CONTEXT or "\n" in self.text or len(self.text) > LINE


def inputs(
    topic: str, payload: Mapping[str, Any], typed: MultiDict[str, str] | None, wrong: FieldErrors
) -> list[CallField]:
    """The inputs of a topic with what was sent, or with what was typed in its place."""
    contract = office().topics.contract(topic)
    return _fields("input", contract.inputs if contract else (), payload, typed, wrong)


def outputs(topic: str, typed: MultiDict[str, str] | None, wrong: FieldErrors) -> list[CallField]:
    """The outputs of a topic, empty or with what was typed."""
    contract = office().topics.contract(topic)
    return _fields("output", contract.outputs if contract else (), {}, typed, wrong)


def read_inputs(topic: str, payload: Mapping[str, Any], typed: MultiDict[str, str]) -> dict[str, Any]:
    """What was typed, over what was sent: inputs beyond the contract stay, and what nobody changed keeps its kind."""
    contract = office().topics.contract(topic)
    found = dict(payload)
    for value in contract.inputs if contract else ():
        text = typed.get(f"input.{value.name}")
        if text is not None and _comparable(text) != _comparable(_text(payload.get(value.name))):
            found[value.name] = _value(value.kind, text)
    return found


def read_outputs(topic: str, typed: MultiDict[str, str]) -> dict[str, Any]:
    """What was typed; blank fields are left out."""
    contract = office().topics.contract(topic)
    given = {one.name: (one, typed.get(f"output.{one.name}", "")) for one in (contract.outputs if contract else ())}
    return {name: _value(one.kind, text) for name, (one, text) in given.items() if text.strip()}


def _fields(
    part: str,
    expected: Iterable[ContractValue],
    known: Mapping[str, Any],
    typed: MultiDict[str, str] | None,
    wrong: FieldErrors,
) -> list[CallField]:
    return [
        CallField(
            name=f"{part}.{one.name}",
            label=one.label.in_language(language()),
            kind=one.kind,
            required=one.required,
            text=_text(known.get(one.name)) if typed is None else typed.get(f"{part}.{one.name}", ""),
            errors=tuple(fault_text(fault, language()) for fault in wrong.get(one.name, ())),
        )
        for one in expected
    ]


def _value(kind: str, text: str) -> Any:
    """What a text of the form is as a value; one that cannot be read stays a text, and the contract refuses it."""
    line = text.strip()
    if kind == Kind.COUNT and line.isascii() and line.isdigit():
        return int(line)
    if kind == Kind.BOOLEAN and line in ("true", "false"):
        return line == "true"
    if kind == Kind.CONTEXT and line:
        try:
            return json.loads(line, parse_float=Decimal)
        except ValueError:
            return line
    return text if kind == Kind.TEXT else line


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=False, indent=2, default=str)
    return str(value)


def _comparable(text: str) -> str:
    """Browsers send line ends of their own."""
    return text.replace("\r\n", "\n").strip()
