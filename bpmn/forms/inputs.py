"""From the names and texts of an HTML form to data of a form's shape. Checks nothing: what cannot be read stays text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol, cast

from bpmn.forms.components import LISTS, FormComponent, level
from bpmn.forms.typing import read_number

_MOST_ROWS = 1000


class MultiDict(Protocol):
    """Several values by name, such as werkzeug's multi-dicts."""

    def getlist(self, key: str) -> Sequence[Any]:
        """All values of a name."""

    def keys(self) -> Iterable[str]:
        """All names."""


#: a multi-dict, or one value (or a list of them) by name
Inputs = MultiDict | Mapping[str, object]


def read(components: tuple[FormComponent, ...], source: Inputs) -> dict[str, object]:
    """The data in the inputs of an HTML form."""
    return _level(components, _getlist(source), frozenset(source.keys()), "")


def _getlist(source: Inputs) -> Callable[[str], Sequence[Any]]:
    if isinstance(source, Mapping) and not hasattr(source, "getlist"):
        return lambda name: _several(source[name]) if name in source else []
    return cast("MultiDict", source).getlist


def _several(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _level(
    components: tuple[FormComponent, ...], getlist: Callable[[str], Sequence[Any]], names: frozenset[str], path: str
) -> dict[str, object]:
    data: dict[str, object] = {}
    for part in level(components):
        if not part.key:
            continue
        name = f"{path}{part.key}"
        if part.type == "group":
            data[part.key] = _level(part.children, getlist, names, f"{name}.")
        elif part.type == "dynamiclist":
            data[part.key] = _rows(part, getlist, names, name)
        else:
            data[part.key] = _field(part, getlist(name))
    return data


def _rows(
    part: FormComponent, getlist: Callable[[str], Sequence[Any]], names: frozenset[str], name: str
) -> list[object]:
    """Rows in the order of their numbers; gaps (a removed row) close up."""
    numbers = {rest.partition(".")[0] for found in names if (rest := found.removeprefix(f"{name}.")) != found}
    wanted = sorted(int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) < 6)
    return [_level(part.children, getlist, names, f"{name}.{number}.") for number in wanted[:_MOST_ROWS]]


def _field(part: FormComponent, values: Sequence[Any]) -> object:
    texts = [str(value) for value in values if value is not None]
    if part.type == "checkbox":
        return bool(texts) and texts[-1].lower() in ("true", "on", "1")
    if part.type in LISTS:
        return [_option(part, text) for text in texts if text]
    text = texts[-1] if texts else ""
    if part.type in ("radio", "select"):
        return _option(part, text) if text else None
    if part.type == "number":
        return read_number(part, text)
    return text.replace("\r\n", "\n") or None


def _option(part: FormComponent, text: str) -> object:
    """The value of the option whose text form is ``text``; computed options are texts themselves."""
    return next((option.value for option in part.options or () if str(option.value) == text), text)
