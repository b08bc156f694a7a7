"""String functions (DMN 10.3.4.3) and Camunda's. Characters are Unicode code points; nothing here uses a locale."""

from __future__ import annotations

import base64
import binascii
from decimal import Decimal

from bpmn.feel.builtins.conversion import whole
from bpmn.feel.builtins.registry import built_in, of_kind
from bpmn.feel.compiler.calls import CallContext
from bpmn.feel.errors import Failure
from bpmn.feel.regex import engine


@built_in("substring", "string: string, start position: number, length?: number?", "string")
def substring(text: str, start: Decimal, length: Decimal | None) -> str:
    """From a position counted from 1, or from the end with -1; a length's fraction is dropped."""
    first = whole(start)
    count = None if length is None else int(max(min(length, Decimal(10**9)), Decimal(-1)))
    if first == 0 or abs(first) > len(text):
        raise Failure("position-outside", position=start, length=len(text))
    if count is not None and count < 1:
        raise Failure("length-not-positive", length=length)
    begin = first - 1 if first > 0 else len(text) + first
    return text[begin:] if count is None else text[begin : begin + count]


@built_in("string length", "string: string", "number")
def string_length(text: str) -> Decimal:
    """The number of characters."""
    return Decimal(len(text))


@built_in("upper case", "string: string", "string", wants_call=True)
def upper_case(call: CallContext, text: str) -> str:
    """In capitals."""
    return call.run.checked_text(text.upper())


@built_in("lower case", "string: string", "string", wants_call=True)
def lower_case(call: CallContext, text: str) -> str:
    """In small letters."""
    return call.run.checked_text(text.lower())


@built_in("substring before", "string: string, match: string", "string")
def substring_before(text: str, match: str) -> str:
    """What stands before the first match; empty when there is none."""
    before, found, _ = text.partition(match) if match else ("", "", "")
    return before if found else ""


@built_in("substring after", "string: string, match: string", "string")
def substring_after(text: str, match: str) -> str:
    """What stands after the first match; empty when there is none."""
    return text.partition(match)[2] if match else text


@built_in("contains", "string: string, match: string", "boolean")
def contains(text: str, match: str) -> bool:
    """Whether the match stands in the string."""
    return match in text


@built_in("starts with", "string: string, match: string", "boolean")
def starts_with(text: str, match: str) -> bool:
    """Whether the string begins so."""
    return text.startswith(match)


@built_in("ends with", "string: string, match: string", "boolean")
def ends_with(text: str, match: str) -> bool:
    """Whether the string ends so."""
    return text.endswith(match)


@built_in("matches", "input: string, pattern: string, flags?: string?", "boolean", wants_call=True)
def matches(call: CallContext, text: str, pattern: str, flags: str | None) -> bool:
    """Whether the pattern (XPath) is found anywhere in the input."""
    return engine.compiled(pattern, flags or "", call.run).search(text, call.run.charge) is not None


@built_in("replace", "input: string, pattern: string, replacement: string, flags?: string?", "string", wants_call=True)
def replace(call: CallContext, text: str, pattern: str, replacement: str, flags: str | None) -> str:
    """Every match replaced; ``$1`` stands for a group, ``\\$`` for the sign (XPath ``fn:replace``)."""
    expression = engine.compiled(pattern, flags or "", call.run)
    return call.run.checked_text(expression.replace(text, replacement, call.run.charge, call.run.budget.string_length))


@built_in("split", "string: string, delimiter: string", "list<string>", wants_call=True)
def split(call: CallContext, text: str, delimiter: str) -> list[object]:
    """The parts between matches of the delimiter pattern."""
    return call.run.checked_list(list(engine.compiled(delimiter, "", call.run).split(text, call.run.charge)))


@built_in("extract", "string: string, pattern: string", "list<string>", wants_call=True)
def extract(call: CallContext, text: str, pattern: str) -> list[object]:
    """Camunda: every match of the pattern."""
    return call.run.checked_list(list(engine.compiled(pattern, "", call.run).found(text, call.run.charge)))


def joined(call: CallContext, items: list[object], delimiter: str | None) -> str:
    """The strings one after another, nulls left out, the length known before it is made."""
    texts = of_kind([item for item in items if item is not None], str, "string join")
    between = delimiter or ""
    length = sum(map(len, texts)) + len(between) * max(len(texts) - 1, 0)
    if length > call.run.budget.string_length:
        call.run.checked_text(" " * (call.run.budget.string_length + 1))
    return call.run.checked_text(between.join(texts))


@built_in("string join", "list: list, delimiter?: string?", "string", wants_call=True)
def string_join(call: CallContext, items: list[object], delimiter: str | None) -> str:
    """The strings of a list with a delimiter between."""
    return joined(call, items, delimiter)


@built_in("string join", "list: list, delimiter: string?, prefix: string?, suffix: string?", "string", wants_call=True)
def string_join_between(
    call: CallContext, items: list[object], delimiter: str | None, prefix: str | None, suffix: str | None
) -> str:
    """Camunda: with something before and after the whole."""
    return call.run.checked_text((prefix or "") + joined(call, items, delimiter) + (suffix or ""))


@built_in("trim", "string: string", "string")
def trim(text: str) -> str:
    """Camunda: without white space at the ends."""
    return text.strip()


@built_in("is blank", "string: string?", "boolean")
def is_blank(text: str | None) -> bool:
    """Camunda: nothing but white space; also true of null."""
    return text is None or not text.strip()


@built_in("to base64", "value: string", "string", wants_call=True)
def to_base64(call: CallContext, text: str) -> str:
    """Camunda: the UTF-8 bytes in base 64."""
    return call.run.checked_text(base64.b64encode(text.encode("utf-8", "replace")).decode("ascii"))


@built_in("from base64", "value: string", "string")
def from_base64(text: str) -> str:
    """Camunda: the reverse of ``to base64``."""
    try:
        return base64.b64decode(text, validate=True).decode("utf-8")
    except (binascii.Error, ValueError) as error:
        raise Failure("base64-text") from error


@built_in("uuid", "", "string", wants_call=True, cost=10)
def uuid(call: CallContext) -> str:
    """Camunda: a random identifier (version 4), drawn from the evaluation's seed."""
    drawn = bytearray(call.run.draw()[:16])
    drawn[6], drawn[8] = drawn[6] & 0x0F | 0x40, drawn[8] & 0x3F | 0x80
    text = drawn.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
