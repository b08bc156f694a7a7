"""Converts what a client sends to typed values, with one function for each kind of field. Checks types, but no limits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from decimal import Decimal

from bpmn.forms.answers import FieldError
from bpmn.forms.components import FormComponent
from bpmn.forms.settings import is_number
from bpmn.human_input import UnreadableInput, contacts, dates, numbers
from bpmn.human_input import text as texts

#: Limit of text fields that have none of their own.
LONGEST_TEXT = 100_000


class AsTyped(str):
    """A text that a person typed into a number field; texts that programs send are read more strictly."""


class Untyped(Exception):
    """The value cannot be converted to the type of the field."""

    def __init__(self, code: str, params: Mapping[str, object] | None = None) -> None:
        self.error = FieldError(code, params or {})
        super().__init__(code)


def typed(component: FormComponent, value: object) -> object:
    """The value as it is stored in the process; an empty one is None (False, [] where that is the type). Raises `Untyped`."""
    if value is None or value == "":
        return _empty(component)
    try:
        return _KINDS[component.type](component, value)
    except UnreadableInput as error:
        raise Untyped(error.code) from error


def _empty(component: FormComponent) -> object:
    if component.type == "checkbox":
        return False
    return [] if component.type in ("checklist", "filepicker") else None


def _text(component: FormComponent, value: object) -> object:
    if not isinstance(value, str) or "\0" in value:
        raise Untyped("wrong-type")
    if len(value) > LONGEST_TEXT:
        raise Untyped("too-long", {"limit": LONGEST_TEXT})
    text = texts.normalize_lines(value) if component.type == "textarea" else texts.normalize_line(value)
    if not text:
        return None
    read = contacts.READERS.get(component.rules.content or "")
    return read(text) if read else text


def _number(component: FormComponent, value: object) -> object:
    number = _read_number(component, value)
    return numbers.to_stored(number) if component.serialize_to_string else number


def _read_number(component: FormComponent, value: object) -> int | Decimal:
    if is_number(value):
        return numbers.exact(value)
    if not isinstance(value, str):
        raise Untyped("not-a-number")
    if component.serialize_to_string and not isinstance(value, AsTyped):
        stored = numbers.parse_stored(value)
        if stored is not None:
            return stored
    most = component.rules.decimal_digits
    number = (
        numbers.read(value, component.unit, most)
        if isinstance(value, AsTyped)
        else numbers.read_sent(value, component.unit)
    )
    if most is not None and numbers.decimal_places(number) > most:  # as written: 1,500 has three, though it equals 1.5
        raise Untyped("decimals", {"limit": most})
    return number


def read_number(component: FormComponent, text: str) -> object:
    """The number that a person typed into a number field, or the text if it is no number; None if the field is empty."""
    if not texts.normalize_line(text):
        return None
    try:
        return _read_number(component, AsTyped(text))
    except (UnreadableInput, Untyped):
        return AsTyped(text.strip())


def _checkbox(component: FormComponent, value: object) -> object:
    if not isinstance(value, bool):
        raise Untyped("wrong-type")
    return value


def _choice(component: FormComponent, value: object) -> object:
    if isinstance(value, list | dict):
        raise Untyped("wrong-type")
    return texts.nfc_vietnamese(value) if isinstance(value, str) else value


def _list(component: FormComponent, value: object) -> object:
    if not isinstance(value, list):
        raise Untyped("wrong-type")
    if component.type == "filepicker" and not all(isinstance(item, str) and item for item in value):
        raise Untyped("wrong-type")
    return list(dict.fromkeys(_choice(component, item) for item in value))  # without duplicates, in linear time


def _datetime(component: FormComponent, value: object) -> object:
    if not isinstance(value, str):
        raise Untyped("not-a-time" if component.subtype == "time" else "not-a-date")
    if not texts.normalize_line(value):
        return None
    return _SUBTYPES[component.subtype](component, value)


def _date(component: FormComponent, text: str) -> str:
    try:
        return dates.read_partial(text, component.precision)
    except UnreadableInput as error:
        if error.code == "not-a-date" and component.precision != "day":
            raise Untyped(error.code, {"precision": component.precision}) from error
        raise


def _time(component: FormComponent, text: str) -> str:
    return _iso_text(dates.read_time(text))


def _moment(component: FormComponent, text: str) -> str:
    local = dates.read_moment(text)
    if component.time_format == "no_timezone":
        return _iso_text(local.replace(tzinfo=None))
    if component.time_format == "utc_normalized":
        try:
            return _iso_text(local.astimezone(UTC).replace(tzinfo=None)) + "Z"
        except OverflowError:
            raise UnreadableInput("not-a-date") from None
    return _iso_text(local)


def _iso_text(moment: datetime | time) -> str:
    """ISO text to the minute, or with seconds if they are not zero."""
    return moment.isoformat(timespec="auto" if moment.second or moment.microsecond else "minutes")


_SUBTYPES = {"date": _date, "time": _time, "datetime": _moment}
_KINDS = {
    "textfield": _text,
    "textarea": _text,
    "number": _number,
    "datetime": _datetime,
    "checkbox": _checkbox,
    "radio": _choice,
    "select": _choice,
    "checklist": _list,
    "filepicker": _list,
}
