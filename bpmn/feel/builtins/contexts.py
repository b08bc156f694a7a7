"""Context functions (DMN 10.3.4.10), ``not``, and Camunda's for contexts, missing values and JSON."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from bpmn.feel.builtins.registry import alias, built_in, of_kind
from bpmn.feel.compiler.calls import CallContext
from bpmn.feel.compiler.frames import MISSING
from bpmn.feel.conformance import kind_of
from bpmn.feel.errors import ConversionError, Failure
from bpmn.feel.jsonvalues import to_json as json_of
from bpmn.feel.values.writing import text_of

Context = dict[str, object]


@built_in("not", "negand: boolean?", "boolean", wants_call=True)
def not_(call: CallContext, value: bool | None) -> bool | None:
    """The opposite; null of null."""
    if value is None:
        call.note("argument-null", function="not", parameter="negand")
    return None if value is None else not value


@built_in("get value", "m: context, key: string", wants_call=True)
@built_in("get value", "context: context, key: string", wants_call=True)
def get_value(call: CallContext, context: Context, key: str) -> object:
    """The value of an entry; null when there is none."""
    found = context.get(key, MISSING)
    if found is MISSING:
        call.note("key-missing", name=key, known=tuple(context))
        return None
    return found


@built_in("get value", "context: context, keys: list<string>", wants_call=True)
def get_value_deep(call: CallContext, context: Context, keys: list[str]) -> object:
    """Camunda: the value at a path of keys."""
    value: object = context
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = get_value(call, value, key)
    return value


@built_in("get entries", "m: context", "list<context>", wants_call=True)
@built_in("get entries", "context: context", "list<context>", wants_call=True)
def get_entries(call: CallContext, context: Context) -> list[object]:
    """The entries as contexts with ``key`` and ``value``."""
    call.run.charge(len(context))
    return call.run.checked_list([{"key": key, "value": value} for key, value in context.items()])


@built_in("context", "entries: list<context>", "context", wants_call=True)
def context_of(call: CallContext, entries: list[Context]) -> Context:
    """A context made of entries with ``key`` and ``value``; a key twice has no answer."""
    made: Context = {}
    call.run.charge(len(entries))
    for entry in of_kind(list(entries), dict, "context"):
        key = entry.get("key")
        if not isinstance(key, str) or "value" not in entry:
            raise Failure("entry-shape")
        if key in made:
            raise Failure("key-twice")
        made[key] = entry["value"]
    return made


@built_in("context put", "context: context, key: string, value: any?", "context", wants_call=True)
def context_put(call: CallContext, context: Context, key: str, value: object) -> Context:
    """The context with an entry more, or another value in it."""
    call.run.charge(len(context) >> 2)
    return {**context, key: value}


@built_in("context put", "context: context, keys: list<string>, value: any?", "context", wants_call=True)
def context_put_deep(call: CallContext, context: Context, keys: list[Any], value: object) -> Context:
    """The context with another value at a path of keys, contexts made where the path needs them."""
    texts = of_kind(list(keys), str, "context put")
    if not texts:
        raise Failure("keys-empty")
    call.run.charge((len(context) >> 2) + len(texts))
    first, *rest = texts
    if not rest:
        return {**context, first: value}
    inner = context.get(first)
    if inner is not None and not isinstance(inner, dict):
        raise Failure("path-blocked", name=first, kind=kind_of(inner))
    return {**context, first: context_put_deep(call, inner or {}, rest, value)}


@built_in("context merge", "contexts: list<context>", "context", wants_call=True)
@built_in("context merge", "*contexts: context", "context", wants_call=True)
def context_merge(call: CallContext, contexts: list[Context]) -> Context:
    """All entries of some contexts; the later one wins."""
    made: Context = {}
    for part in of_kind(list(contexts), dict, "context merge"):
        call.run.charge(len(part))
        made.update(part)
    return made


alias("put", "context put")
alias("put all", "context merge")


@built_in("is defined", "value: any?", "boolean")
def is_defined(value: object) -> bool:
    """Camunda: whether the value is there and not null."""
    return value is not None


@built_in("get or else", "value: any?, default: any?")
def get_or_else(value: object, default: object) -> object:
    """Camunda: the value, or the default where it is null."""
    return default if value is None else value


@built_in("assert", "value: any?, condition: any?, cause?: string?")
def assert_(value: object, condition: object, cause: str | None) -> object:
    """Camunda: the value where the condition holds; else null with a note (FEEL has no exceptions)."""
    if condition is not True:
        raise Failure("assertion", cause=cause or "")
    return value


@built_in("fromAi", "value: any?, description?: string?, type?: string?, schema?: context?, options?: context?")
def from_ai(value: object, *_: object) -> object:
    """Camunda: marks a value an agent provides; here it is the value."""
    return value


@built_in("to json", "value: any?", "string", wants_call=True)
def to_json(call: CallContext, value: object) -> str:
    """Camunda: the value as JSON text."""
    call.run.weigh(value, value)  # made anew, then written
    try:
        return call.run.checked_text(_json_text(json_of(value)))
    except ConversionError as error:
        raise Failure(error.code, **error.facts) from error


def _json_text(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ",".join(map(_json_text, value)) + "]"
    if isinstance(value, dict):
        return (
            "{"
            + ",".join(f"{json.dumps(key, ensure_ascii=False)}:{_json_text(item)}" for key, item in value.items())
            + "}"
        )
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return text_of(Decimal(value))
    return json.dumps(value, ensure_ascii=False)


@built_in("from json", "value: string", wants_call=True, cost=10)
def from_json(call: CallContext, text: str) -> object:
    """Camunda: the value of a JSON text, numbers without loss."""
    call.run.charge(len(text) >> 2)
    if _deep(text):
        raise Failure("json-text")
    try:
        return call.run.convert(json.loads(text, parse_float=Decimal, parse_int=_whole, parse_constant=_refuse))
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise Failure("json-text") from error


def _whole(digits: str) -> Decimal:
    return Decimal(digits)


def _refuse(name: str) -> object:
    raise ValueError(name)


def _deep(text: str) -> bool:
    """More opening brackets at once than any value we accept has levels."""
    depth = 0
    for char in text:
        depth += (char in "[{") - (char in "]}")
        if depth > 100:
            return True
    return False
