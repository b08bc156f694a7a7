"""The rules of a field against its typed value: one function a kind, each giving all that is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from bpmn.forms.answers import FieldError
from bpmn.forms.components import TEXTS, FormComponent, Setting
from bpmn.forms.options import options_of
from bpmn.forms.settings import FormContext
from bpmn.forms.typing import LONGEST_TEXT
from bpmn.human_input import dates
from bpmn.times import ZONE

#: one cost unit per 2**n characters of the text times instructions of the pattern
_PATTERN = 8


def faults(component: FormComponent, value: object, context: FormContext) -> Iterator[FieldError]:
    """What is wrong with a typed value; an empty one can only be missing."""
    if _is_empty(component, value):
        if component.rules.required:
            yield FieldError("must-tick" if component.type == "checkbox" else "required")
    elif component.type in TEXTS:
        yield from _of_text(component, str(value), context)
    elif component.type == "number":
        yield from _of_number(component, Decimal(str(value)), context)
    elif component.type == "datetime":
        yield from _of_time(component, str(value), context)
    elif component.type in ("radio", "select", "checklist"):
        yield from _of_choice(component, value, context)
    elif component.type == "filepicker":
        yield from _of_files(component, value, context)


def _is_empty(component: FormComponent, value: object) -> bool:
    return value is None or value == [] or (component.type == "checkbox" and value is False)


def _of_text(component: FormComponent, text: str, context: FormContext) -> Iterator[FieldError]:
    rules, length = component.rules, len(text.strip())
    shortest, longest = context.number(rules.min_length), context.number(rules.max_length)
    if shortest is not None and length < shortest:
        yield FieldError("too-short", {"limit": shortest})
    if length > (LONGEST_TEXT if longest is None else longest):
        yield FieldError("too-long", {"limit": LONGEST_TEXT if longest is None else longest})
    elif rules.pattern is not None and not _found(rules.pattern, text, context):
        yield FieldError("pattern", {"message": rules.pattern_message} if rules.pattern_message else {})


def _found(pattern: Any, text: str, context: FormContext) -> bool:
    """Whether a pattern is found; RE2 is linear in the text, but the factor may be the size of its program."""
    context.charge(len(text) * int(pattern.programsize) >> _PATTERN)
    return pattern.search(text) is not None


def _of_number(component: FormComponent, number: Decimal, context: FormContext) -> Iterator[FieldError]:
    rules = component.rules
    least, most = context.number(rules.minimum), context.number(rules.maximum)
    if least is not None and number < Decimal(str(least)):
        yield FieldError("too-small", {"limit": least})
    if most is not None and number > Decimal(str(most)):
        yield FieldError("too-large", {"limit": most})
    digits = -int(number.normalize().as_tuple().exponent)
    if rules.decimal_digits is not None and digits > rules.decimal_digits:
        yield FieldError("decimals", {"limit": rules.decimal_digits})
    if rules.step is not None and (over := number % rules.step):
        below = number - over if over > 0 else number - over - rules.step
        yield FieldError("step", {"limit": rules.step, "below": below, "above": below + rules.step})


class _DateLimit(NamedTuple):
    """A limit of a date; ``text`` is how people read it, empty for today and now."""

    bounds: dates.Bounds
    text: str


def _of_time(component: FormComponent, text: str, context: FormContext) -> Iterator[FieldError]:
    """A date against its limits; one of which only the year is known is wrong only if every day of that year is."""
    rules = component.rules
    bounds = dates.bounds(text)
    if bounds is None:
        return
    if rules.disallow_past and bounds.last < _bounds("today", context).first:
        yield FieldError("past")
    if (earliest := _limit(component, rules.not_before, context)) and bounds.last < earliest.bounds.first:
        yield FieldError("not-before", {"limit": earliest.text})
    if (latest := _limit(component, rules.not_after, context)) and bounds.first > latest.bounds.last:
        today = rules.not_after in ("today", "now")
        yield FieldError("future") if today else FieldError("not-after", {"limit": latest.text})


def _limit(component: FormComponent, setting: Setting, context: FormContext) -> _DateLimit | None:
    """The limit evaluated; None where it gives no date."""
    found = context.value(setting)
    if not isinstance(found, str):
        return None
    if found in ("today", "now"):
        return _DateLimit(_bounds(found, context), "")
    bounds = dates.bounds(found)
    if bounds is None:
        return None
    if component.subtype == "date" and "T" in found:
        found = bounds.first.date().isoformat()
    return _DateLimit(bounds, dates.format_stored(found))


def _bounds(word: str, context: FormContext) -> dates.Bounds:
    now = context.environment.now.astimezone(ZONE)
    return dates.Bounds(now, now) if word == "now" else dates.day_bounds(now.date(), now.date())


def _of_choice(component: FormComponent, value: object, context: FormContext) -> Iterator[FieldError]:
    offered = [option.value for option in options_of(component, context)]
    chosen = value if isinstance(value, list) else [value]
    context.charge(len(offered) * len(chosen) >> 1)
    if not all(any(type(item) is type(option) and item == option for option in offered) for item in chosen):
        yield FieldError("not-an-option")


def _of_files(component: FormComponent, value: object, context: FormContext) -> Iterator[FieldError]:
    if isinstance(value, list) and len(value) > 1 and context.value(component.multiple) is not True:
        yield FieldError("too-many", {"limit": 1})
