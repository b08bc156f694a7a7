"""JSON without loss: numbers come back as ``int`` or ``Decimal`` and go out digit by digit.

Refuses what other readers of the same text would take differently or could not store: NaN and infinities, lone
surrogates, keys that come twice or are not strings, the NUL character (PostgreSQL keeps none), and nesting or numbers
beyond reason. The engine has a reader and a writer of its own (``bpmn.jsonvalues``): what comes to it has been judged here.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any, Final, TypeAlias

import simplejson

from core.errors.base import CoreError, Reason
from core.errors.evidence import StoredUnreadable
from core.json_errors import explain
from core.storable_text import shortened, storable

Json: TypeAlias = "bool | int | float | Decimal | str | list[Any] | dict[str, Any] | None"

_quoted: Final = json.JSONEncoder(ensure_ascii=False).encode  # escapes no more than RFC 8785 asks; simplejson does
_sorted: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
_parsed: Final = json.JSONDecoder(parse_float=Decimal).decode
_NUL: Final = "\\u0000"
_MAX_DEPTH: Final = 100
_WIDEST: Final = 10**21  # from here on ECMAScript writes whole numbers with an exponent
_MAX_EXPONENT: Final = 6144  # of IEEE 754 decimal128, beyond every amount; a longer exponent is an attack


class JsonInvalid(CoreError):
    """The text or value is no JSON we keep; ``reason`` says where and why."""

    code = "json-invalid"
    template = "This is not valid JSON: %(reason)s"


def loads(text: str | bytes, most_names: int | None = None) -> Any:
    """The value of a JSON text. Raises :class:`JsonInvalid`; also for more than ``most_names`` names in all its objects."""
    if most_names is not None:
        _count_names(text, most_names)
    try:
        value = simplejson.loads(
            text, use_decimal=True, parse_constant=_refuse_constant, object_pairs_hook=_refuse_duplicates
        )
    except RecursionError as error:
        raise JsonInvalid(reason=_too_deep()) from error
    except ValueError as error:  # includes JSONDecodeError, UnicodeDecodeError and Python's limit of digits
        raise JsonInvalid(reason=explain(error)) from error
    check(value)
    return value


def _count_names(text: str | bytes, most: int) -> None:
    """Raises :class:`JsonInvalid` where the objects of a JSON text have more names: found while it is read."""
    if (text.count(b":") if isinstance(text, bytes) else text.count(":")) <= most:
        return
    found = 0

    def count(pairs: list[tuple[str, Any]]) -> None:
        nonlocal found
        found += len(pairs)
        if found > most:
            raise JsonInvalid(reason=Reason("more than %(most)s names", most=most))

    with suppress(ValueError, RecursionError):  # what is no JSON is said below
        json.loads(text, object_pairs_hook=count)


def stored(text: str) -> Any:
    """The value of a text that was stored. Raises :class:`StoredUnreadable`: it is no fault of whoever asks."""
    try:
        return loads(text)
    except JsonInvalid as error:
        raise StoredUnreadable from error


def read(text: str) -> Any:
    """The value of a text that this module wrote, without checking it a second time."""
    return _parsed(text)


def dumps(value: Any, default: Callable[[Any], Any] | None = None) -> str:
    """The JSON text of a value, compact, keys in their order. Raises :class:`JsonInvalid`.

    ``default`` gives the JSON value of anything else, and raises ``TypeError`` for what it does not know either.
    """
    try:
        return simplejson.dumps(
            value,
            default=default,
            use_decimal=True,
            allow_nan=False,
            ensure_ascii=False,
            encoding=None,
            separators=(",", ":"),
        )
    except (TypeError, ValueError, RecursionError) as error:
        raise JsonInvalid(reason=str(error) or _too_deep()) from error  # a fault of ours, whose words nobody is shown


def check(value: Any, depth: int = 0) -> None:
    """Raises :class:`JsonInvalid` unless ``value`` can be stored and read back as it is."""
    if depth > _MAX_DEPTH:
        raise JsonInvalid(reason=_too_deep())
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_key(key)
            check(item, depth + 1)
    elif isinstance(value, (list, tuple)):
        for item in value:
            check(item, depth + 1)
    else:
        _check_scalar(value)


def canonical(value: Any) -> bytes:
    """The one UTF-8 text of a value, for hashing: as RFC 8785, but numbers exact instead of as doubles.

    Keys are sorted by UTF-16 code units; equal numbers give equal text whatever their type and trailing zeros
    (``1``, ``1.0``, ``Decimal("1E0")``). Raises :class:`JsonInvalid`.
    """
    if _plain(value):  # then the encoder in C gives the same text
        text = _sorted(value)
        if _NUL not in text:
            with suppress(UnicodeEncodeError):
                return text.encode()
    check(value)
    return _written(value).encode()


def quoted(text: str | None) -> str:
    """The canonical JSON of a text; ``null`` for none. Raises :class:`JsonInvalid`."""
    if text is None:
        return "null"
    _check_text(text)
    return _quoted(text)


def _plain(value: Any) -> bool:
    """Whether a value has whole numbers without exponent only, ASCII keys only, and no more levels than allowed.

    Level by level instead of recursively: every step of every dossier comes by here three times.
    """
    level: list[Any] = [value]
    for _ in range(_MAX_DEPTH + 1):
        below: list[Any] = []
        for item in level:
            kind = type(item)
            if kind is str or item is None or kind is bool:
                continue
            if kind is dict:
                try:
                    if not "".join(item).isascii():
                        return False
                except TypeError:  # a key that is no text
                    return False
                below += item.values()
            elif kind is list or kind is tuple:
                below += item
            elif kind is not int or not -_WIDEST < item < _WIDEST:
                return False
        if not below:
            return True
        level = below
    return False


def _refuse_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose key comes twice: some readers take the first value, some the last."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(Reason("the key “%(key)s” comes twice in one object", key=_first_duplicate(pairs)))
    return found


def _first_duplicate(pairs: list[tuple[str, Any]]) -> str:
    counts = Counter(key for key, _ in pairs)
    return shortened(storable(next(key for key, count in counts.items() if count > 1)))


def _too_deep() -> Reason:
    return Reason("nested deeper than %(levels)s levels", levels=_MAX_DEPTH)


def _refuse_constant(name: str) -> Any:
    raise ValueError(Reason("%(number)s is no JSON number", number=name))


def _check_text(text: str) -> None:
    if "\x00" in text:
        raise JsonInvalid(reason="a text contains the NUL character")
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise JsonInvalid(reason="a text contains a lone UTF-16 surrogate") from error


def _check_key(key: Any) -> None:
    if not isinstance(key, str):
        raise JsonInvalid(reason=Reason("the key “%(key)s” is no text", key=shortened(storable(str(key)))))
    _check_text(key)


def _check_scalar(value: Any) -> None:
    if value is None or isinstance(value, (bool, int)):
        return
    if isinstance(value, float) and math.isfinite(value):
        return
    if isinstance(value, Decimal) and value.is_finite():
        if abs(value.adjusted()) > _MAX_EXPONENT:
            raise JsonInvalid(reason="a number is too large or too small")
        return
    raise JsonInvalid(reason=Reason("a value of the kind %(kind)s has no JSON form", kind=type(value).__name__))


def _written(value: Any) -> str:
    if value is None or isinstance(value, (bool, str)):
        return _quoted(value)
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be"))
        return "{" + ",".join(f"{_written(key)}:{_written(item)}" for key, item in members) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(_written, value)) + "]"
    return number_text(value)


def number_text(value: int | float | Decimal) -> str:
    """The canonical text of a number: all its digits, in ECMAScript's layout (exponent from 10²¹ and below 10⁻⁶)."""
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    sign, digits, exponent = number.as_tuple()
    text = "".join(map(str, digits)).lstrip("0")
    bare = text.rstrip("0")
    if not bare:
        return "0"
    point = len(text) + int(exponent)  # digits before the decimal point
    return ("-" if sign else "") + _placed(bare, point)


def _placed(digits: str, point: int) -> str:
    if point > 21 or point < -5:
        mantissa = digits[0] + (f".{digits[1:]}" if len(digits) > 1 else "")
        return f"{mantissa}e{point - 1:+d}"
    if point <= 0:
        return "0." + "0" * -point + digits
    if len(digits) <= point:
        return digits + "0" * (point - len(digits))
    return f"{digits[:point]}.{digits[point:]}"
