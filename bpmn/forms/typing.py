"""From what a client sends to typed values: one function a kind of field. Says what is not of the kind; checks no limits."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation

from bpmn.forms.answers import FieldError
from bpmn.forms.components import Component
from bpmn.forms.settings import is_number
from bpmn.times import ZONE

_NUMBER = re.compile(r"[+-]?\d{1,40}([.,]\d{1,40})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
#: Text fields without a limit of their own stop here.
LONGEST_TEXT = 100_000


class Untyped(Exception):
    """The value is not of the field's kind."""

    def __init__(self, code: str) -> None:
        self.error = FieldError(code)
        super().__init__(code)


def typed(component: Component, value: object) -> object:
    """The value as the process keeps it; None (False, []) for empty. Raises `Untyped`."""
    if value is None or value == "":
        return _empty(component)
    return _KINDS[component.type](component, value)


def _empty(component: Component) -> object:
    if component.type == "checkbox":
        return False
    return [] if component.type in ("checklist", "filepicker") else None


def _text(component: Component, value: object) -> object:
    if not isinstance(value, str) or "\0" in value:
        raise Untyped("wrong-type")
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n"))
    return text if text.strip() else None


def _number(component: Component, value: object) -> object:
    number = parse_number(value)
    if number is None:
        raise Untyped("not-a-number")
    return str(number) if component.serialize_to_string else number


def parse_number(value: object) -> int | Decimal | None:
    """A number, or a text as people here write one: comma before decimals, dots between thousands."""
    if is_number(value):
        decimal = Decimal(str(value))
        return value if isinstance(value, int) else (decimal if decimal.is_finite() else None)
    if not isinstance(value, str):
        return None
    text = re.sub(r"\s", "", value)
    if _GROUPED.fullmatch(text):
        text = text.replace(".", "")
    elif not _NUMBER.fullmatch(text):
        return None
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return int(number) if "," not in text and "." not in text else number


def _checkbox(component: Component, value: object) -> object:
    if not isinstance(value, bool):
        raise Untyped("wrong-type")
    return value


def _choice(component: Component, value: object) -> object:
    if isinstance(value, list | dict):
        raise Untyped("wrong-type")
    return value


def _list(component: Component, value: object) -> object:
    if not isinstance(value, list):
        raise Untyped("wrong-type")
    if component.type == "filepicker" and not all(isinstance(item, str) and item for item in value):
        raise Untyped("wrong-type")
    return [item for number, item in enumerate(value) if item not in value[:number]]


def _datetime(component: Component, value: object) -> object:
    code = "not-a-time" if component.subtype == "time" else "not-a-date"
    if not isinstance(value, str):
        raise Untyped(code)
    try:
        return _MOMENTS[component.subtype](component, value.strip())
    except ValueError:
        raise Untyped(code) from None


def _date(component: Component, text: str) -> str:
    if found := _DAY_FIRST.fullmatch(text):
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    return date.fromisoformat(text[:10] if "T" in text else text).isoformat()


def _time(component: Component, text: str) -> str:
    return time.fromisoformat(text).isoformat(timespec="minutes")


def _moment(component: Component, text: str) -> str:
    day, _, hour = text.replace(" ", "T").partition("T")
    moment = datetime.fromisoformat(f"{_date(component, day)}T{hour or '00:00'}")
    local = moment.replace(tzinfo=ZONE) if moment.tzinfo is None else moment.astimezone(ZONE)
    if component.time_format == "no_timezone":
        return local.replace(tzinfo=None).isoformat(timespec="minutes")
    if component.time_format == "utc_normalized":
        return local.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    return local.isoformat(timespec="minutes")


_MOMENTS = {"date": _date, "time": _time, "datetime": _moment}
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
