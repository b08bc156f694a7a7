"""Helpers for rendering a form of a procedure (``core.services.views.forms.FormView``) without any script.

The macros stand in ``templates/kit/forms.html``. What a field is, whether it is shown and whether its value is right is decided by
the office; here are only names, rows, messages and the two buttons a list of rows needs.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import Flask, g, request
from markupsafe import Markup

from core.domain import dates
from core.services.views.forms import FieldView
from web import messages
from web.i18n import language, lazy_gettext
from web.request_helpers import KEY_FIELD, new_key, sent_key

ADD = "_add"
REMOVE = "_remove"
REFRESH = "_refresh"
COLUMNS = 16
_ISO = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2}(?P<time>T\d{2}:\d{2}.*)?)?)?")


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the summary on top: where it leads and what it says."""

    target: str
    label: str
    text: str


def shown(fields: Iterable[FieldView]) -> list[FieldView]:
    """The fields that are not hidden, in the form's order."""
    return [field for field in fields if not field.hidden]


def rows(fields: Iterable[FieldView]) -> list[list[FieldView]]:
    """Shown fields by rows: neighbours with the same ``layout.row`` stand side by side."""
    numbered = enumerate(shown(fields))
    grouped = groupby(numbered, key=lambda numbered_field: _row_of(*numbered_field))
    return [[field for _, field in group] for _, group in grouped]


def _row_of(number: int, field: FieldView) -> object:
    """The row's name in the form; a field without one has a row of its own, known by the field's number."""
    return _layout(field).get("row") or number


def width(field: FieldView, beside: int) -> int:
    """How many of a row's 16 columns a field takes; an equal share where the form's author gives no width."""
    wanted = _layout(field).get("columns")
    if isinstance(wanted, int) and 2 <= wanted <= COLUMNS:
        return wanted
    return max(2, COLUMNS // max(1, beside))


def field_id(field: FieldView) -> str:
    """The HTML id of a field's input, from its name."""
    return "f-" + re.sub(r"[^A-Za-z0-9]+", "-", str(field.name or field.key)).strip("-")


def help_of(field: FieldView) -> str:
    """The text above the input: its author's description, else how much of a date may be left out."""
    partial = field.type == "datetime" and (field.properties or {}).get("precision", "day") != "day"
    return str(field.description or (when_pattern(field) if partial else ""))


def described_by(field: FieldView) -> str:
    """The ids of the texts that belong to a field, for ``aria-describedby``."""
    parts = [f"{field_id(field)}-help"] if help_of(field) else []
    if field.errors:
        parts.append(f"{field_id(field)}-error")
    return " ".join(parts)


def error_texts(field: FieldView) -> list[str]:
    """The messages of a field in the page's language."""
    return [messages.fault_text(fault, language()) for fault in field.errors or ()]


def faults(fields: Iterable[FieldView]) -> list[Fault]:
    """The faults of all shown fields, nested ones too, in reading order."""
    return list(_faults(fields))


def _faults(fields: Iterable[FieldView]) -> Iterator[Fault]:
    for field in shown(fields):
        for text in error_texts(field):
            yield Fault(field_id(field), str(field.label or field.key), text)
        yield from _faults(field.children or ())


def conditional(schema: Mapping[str, Any]) -> bool:
    """Whether something in the form appears or disappears with what is typed."""
    return any(_depends(component) for component in components(schema))


def _depends(component: Mapping[str, Any]) -> bool:
    hides = (component.get("conditional") or {}).get("hide")
    options = component.get("valuesExpression")
    return bool(hides or options or str(component.get("readonly", "")).startswith("="))


def components(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every component of a form's schema; those of a group or list follow the group or list."""
    for component in schema.get("components") or ():
        yield component
        yield from components(component)


def only_redraw() -> bool:
    """Whether the form was sent to be drawn again (a row more or less, a choice that opens fields), not to be carried out."""
    return any(name in request.form for name in (ADD, REMOVE, REFRESH))


def redrawn(data: Mapping[str, Any]) -> dict[str, Any]:
    """The typed data with the row added or removed that a button asked for. Nothing is checked, nothing kept.

    A button's value is the path of the list (``residences``, ``family.children``), with the row's number to remove it.
    """
    changed = copy.deepcopy(dict(data))
    if added := request.form.get(ADD):
        _with_list(changed, added, lambda rows: [*rows, {}])
    path, _, index = request.form.get(REMOVE, "").rpartition(".")
    if path and index.isdecimal():
        _with_list(changed, path, lambda rows: [row for number, row in enumerate(rows) if number != int(index)])
    return changed


def _with_list(data: dict[str, Any], path: str, change: Callable[[list[Any]], list[Any]]) -> None:
    """Replaces the list at ``path``; a path that leads nowhere changes nothing."""
    *groups, name = path.split(".")
    for group in groups:
        inner = data.get(group)
        if not isinstance(inner, dict):
            return
        data = inner
    rows = data.get(name)
    if rows is None or isinstance(rows, list):
        data[name] = change(rows or [])


def _layout(field: FieldView) -> Mapping[str, Any]:
    return field.layout or {}


#: How a date or time field is written here, for its hint.
PATTERNS = {
    "date": lazy_gettext("dd/mm/yyyy"),
    "month": lazy_gettext("dd/mm/yyyy or mm/yyyy"),
    "year": lazy_gettext("dd/mm/yyyy, mm/yyyy or yyyy"),
    "time": lazy_gettext("hh:mm"),
    "datetime": lazy_gettext("dd/mm/yyyy hh:mm"),
}


def when_kind(field: FieldView) -> str:
    """``date``, ``time`` or ``datetime``."""
    return field.subtype if field.subtype in ("time", "datetime") else "date"


def when_pattern(field: FieldView) -> str:
    """How the field's date or time is written, and how much of it may be missing."""
    kind = when_kind(field)
    precision = (field.properties or {}).get("precision", "day")
    return str(PATTERNS[precision if kind == "date" and precision != "day" else kind])


def when_value(value: Any) -> str:
    """ISO text as people here write it, ``31/12/2026 08:30``, ``1950``; what is not ISO text is shown as it was typed.

    Dates are typed as text: a browser's own date field follows the browser's language, and an English one would show
    month before day.
    """
    text = "" if value is None else str(value)
    return dates.format_stored(text) if _ISO.fullmatch(text) else text


def paragraphs(text: Any) -> Markup:
    """Plain text of a form (Markdown's paragraphs and ``**bold**``, nothing else) as HTML."""
    blocks = [block for block in re.split(r"\n\s*\n", str(text or "")) if block.strip()]
    return Markup("").join(Markup("<p>{}</p>").format(_bold(block)) for block in blocks)


def _bold(text: str) -> Markup:
    parts = re.split(r"\*\*(.+?)\*\*", text.lstrip("# ").strip())
    return Markup("").join(
        Markup("<strong>{}</strong>").format(part) if odd % 2 else Markup("{}").format(part)
        for odd, part in enumerate(parts)
    )


def key_field() -> Markup:
    """The hidden idempotency key of a form; a form shown again after an error keeps its key, unless that is spent."""
    key = None if g.get("key_spent") else sent_key()
    return Markup('<input type="hidden" name="{}" value="{}">').format(KEY_FIELD, key or new_key())


def key_is_spent() -> None:
    """Forms of this answer get a new key: the one that was sent has done its work."""
    g.key_spent = True


def register(app: Flask) -> None:
    app.jinja_env.globals.update(
        form_rows=rows,
        form_faults=faults,
        form_conditional=conditional,
        field_id=field_id,
        field_width=width,
        described_by=described_by,
        error_texts=error_texts,
        key_field=key_field,
        when_kind=when_kind,
        help_of=help_of,
        when_pattern=lambda field: str(PATTERNS[when_kind(field)]),
    )
    app.jinja_env.filters.update(when_value=when_value, paragraphs=paragraphs)
