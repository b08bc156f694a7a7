"""Templates of letters: Jinja in a sandbox, a procedure's own before the office's. Renders and checks; sends nothing.

A template is the file ``<event>.vi.txt`` (``<event>.en.txt`` in English) and extends ``base.vi.txt`` with the blocks ``subject`` and ``body``; the first line of
what is rendered is the subject. The event is ``status-1`` … ``status-10``, or what a diagram names in the header ``template``,
or a turn of a parcel (``parcel-failed`` and its kin).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateNotFound, nodes
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from core.domain.notices import hours_in_words, usual_in_english
from core.domain.office_time import local
from core.domain.payments import in_dong
from core.services.context.versions import LETTERS
from core.services.views.notices import Desk, NoticeView

#: where a procedure's folder has its own
FOLDER: Final = LETTERS
#: the language of the law, and the one in which a letter stands beneath it, where the applicant asked for another
LANGUAGE: Final = "vi"
LANGUAGES: Final = ("vi", "en")
NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
FILE: Final = re.compile(rf"({NAME.pattern})\.({'|'.join(LANGUAGES)})\.txt")
#: characters of a letter; more is a mistake of its template
MOST_CHARACTERS: Final = 100_000
#: what filters and operators raise for a value they are not made for
_FAULTS: Final = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
#: characters of a template that somebody writes in the interface
MOST_SOURCE: Final = 20_000
#: not letters by themselves: what others extend or import
PARTS: Final = frozenset({"base", "notice"})

#: what every template may name → the attributes it has; none: a plain value
FACTS: Final[Mapping[str, frozenset[str]]] = {
    "to_applicant": frozenset(),
    "after": frozenset(),
    "applicant": frozenset({"name", "identityNumber", "phone", "email", "address", "tellBy", "language"}),
    "code": frozenset(),
    "procedure": frozenset(),
    "received": frozenset(),
    "due": frozenset(),
    "by_post": frozenset(),
    "unit": frozenset({"name", "phone"}),
    "subject": frozenset(),
    "text": frozenset(),
    "parcel": frozenset({"code", "reason", "carrier", "service", "postage"}),
    "notice": frozenset(field.name for field in dataclasses.fields(NoticeView)),
    "paid": frozenset(),
    "refund": frozenset({"amount", "number", "of", "method"}),
    "lookup": frozenset(),
    "staff": frozenset(),
}
_DESK: Final = frozenset(field.name for field in dataclasses.fields(Desk))


class _Sandbox(ImmutableSandboxedEnvironment):
    """Without loops over numbers and without texts that grow: a letter needs neither."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        raise SecurityError(f"{operator} is not used in letters")


@cache
def office() -> Mapping[str, str]:
    """The office's own templates by file name."""
    return {file.name: file.read_text("utf-8") for file in sorted(Path(__file__).with_name("office").glob("*.txt"))}


def event_of(name: str) -> str | None:
    """The event of a file's name, ``None`` for one that is no letter."""
    found = FILE.fullmatch(name)
    return found[1] if found else None


def events(own: Mapping[str, str]) -> tuple[str, ...]:
    """The events that have a template; ``own``: those of the procedure, by file name."""
    names = (FILE.fullmatch(name) for name in {**office(), **own})
    return tuple(sorted({found[1] for found in names if found and found[1] not in PARTS}, key=_by_number))


def _by_number(event: str) -> tuple[str, int]:
    """``status-2`` comes before ``status-10``."""
    name, _, number = event.rpartition("-")
    return (name, int(number)) if number.isdigit() else (event, 0)


def exists(event: str, own: Mapping[str, str], language: str) -> bool:
    """Whether there is a template of the event in this language, the procedure's own or the office's."""
    return f"{event}.{language}.txt" in own or f"{event}.{language}.txt" in office()


def rendered(event: str, facts: Mapping[str, Any], own: Mapping[str, str], language: str = LANGUAGE) -> str:
    """The letter in a language: its subject on the first line. Raises ``jinja2.TemplateNotFound``, or ``jinja2.TemplateError`` where a
    template names what there is not."""
    found = re.sub(r"\n{3,}", "\n\n", _raw(event, facts, own, language).strip())
    if len(found) > MOST_CHARACTERS:
        raise SecurityError(f"a letter has at most {MOST_CHARACTERS} characters")
    return found


def has_subject(event: str, facts: Mapping[str, Any], own: Mapping[str, str], language: str) -> bool:
    """Whether its first line says something: else the first line of its text would be taken for the subject. Raises as
    :func:`rendered` does."""
    return bool(_raw(event, facts, own, language).partition("\n")[0].strip())


def _raw(event: str, facts: Mapping[str, Any], own: Mapping[str, str], language: str) -> str:
    if not NAME.fullmatch(event) or event in PARTS:
        raise TemplateNotFound(event)
    template = _environment(own, language).get_template(f"{event}.{language}.txt")
    try:
        return template.render(facts)
    except _FAULTS as error:  # of filters and operators: a letter that cannot be written, whatever the reason
        raise TemplateRuntimeError(f"{type(error).__name__}: {error}") from error


def line_of(error: TemplateError, name: str) -> int | None:
    """The line of the template with this name in which an error arose, the innermost one; none where it is another's."""
    found = getattr(error, "lineno", None)
    step = (error.__cause__ or error).__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == name:
            found = step.tb_lineno
        step = step.tb_next
    return found


def _environment(own: Mapping[str, str], language: str = LANGUAGE) -> _Sandbox:
    known = {**office(), **own}

    def found(name: str) -> tuple[str, str, None] | None:
        # The file's name is handed on, so that an error tells in which of several templates its line is.
        return (known[name], name, None) if name in known else None

    made = _Sandbox(
        loader=FunctionLoader(found),
        undefined=StrictUndefined,  # what nobody gave is an error, not a gap in a letter
        autoescape=False,  # plain text; who makes HTML of it escapes there
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.clear()
    made.filters |= _FILTERS[language]
    return made


def moment(value: datetime | None) -> str:
    """A time as letters write it: ``16:30 ngày 25/11/2026``; empty for none."""
    return "" if value is None else local(value).strftime("%H:%M ngày %d/%m/%Y")


def day(value: date | None) -> str:
    """A day as letters write it: ``25/11/2026``; empty for none."""
    return "" if value is None else value.strftime("%d/%m/%Y")


def moment_in_english(value: datetime | None) -> str:
    """The same in English: ``16:30 on 25 November 2026``; months by name, since 05/06 is read in two ways."""
    return "" if value is None else f"{local(value):%H:%M} on {day_in_english(local(value).date())}"


def day_in_english(value: date | None) -> str:
    """A day in English: ``25 November 2026``; empty for none."""
    return "" if value is None else f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def _money_in_english(amount: int | Decimal) -> str:
    return f"{amount:,.0f} VND"


def _opening_in_english(hours: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    return hours_in_words(hours, "en")


def _as_it_is(line: str) -> str:
    return line


#: the classes of postal service in words; one of a diagram's own keeps its name
_SERVICES: Final[Mapping[str, Mapping[str, str]]] = {
    "vi": {"standard": "chuyển thường", "express": "chuyển nhanh"},
    "en": {"standard": "standard service", "express": "express service"},
}
#: not the machine's: its locale may be any
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
#: filters by language; ``usual``: a line that the office says where a procedure says nothing
_FILTERS: Final[Mapping[str, Mapping[str, Callable[..., Any]]]] = {
    "vi": {
        "moment": moment,
        "money": in_dong,
        "day": day,
        "opening": hours_in_words,
        "usual": _as_it_is,
        "service": lambda name: _SERVICES["vi"].get(name, name),
    },
    "en": {
        "moment": moment_in_english,
        "money": _money_in_english,
        "day": day_in_english,
        "opening": _opening_in_english,
        "usual": usual_in_english,
        "service": lambda name: _SERVICES["en"].get(name, name),
    },
}


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """What a template says it needs. ``error``: why it cannot be read at all, with its line."""

    #: names beside the office's facts → the line that uses one first
    names: Mapping[str, int] = dataclasses.field(default_factory=dict)
    #: ``applicant.emial`` → line: attributes that a fact does not have
    attributes: Mapping[str, int] = dataclasses.field(default_factory=dict)
    #: templates it extends or imports → line
    builds_on: Mapping[str, int] = dataclasses.field(default_factory=dict)
    #: those of them that there are not
    missing: tuple[str, ...] = ()
    error: str = ""
    line: int | None = None


def read(source: str, own: Mapping[str, str]) -> Reading:
    """Reads a template without rendering it."""
    environment = _environment(own)
    try:
        tree = environment.parse(source)
        environment.compile(source)
    except TemplateError as error:
        return Reading(error=str(error.message), line=getattr(error, "lineno", None))
    set_here = {node.name for node in tree.find_all(nodes.Name) if node.ctx in ("store", "param")}
    set_here |= {node.target for node in tree.find_all(nodes.Import)}
    set_here |= {node.name for node in tree.find_all(nodes.Macro)} | {"loop", "self", "super", "caller"}
    names: dict[str, int] = {}
    for node in tree.find_all(nodes.Name):
        if node.ctx == "load" and node.name not in set_here and node.name not in FACTS:
            names.setdefault(node.name, node.lineno)
    attributes: dict[str, int] = {}
    for got in tree.find_all(nodes.Getattr):
        if (wrong := _wrong(got, set_here)) is not None:
            attributes.setdefault(wrong, got.lineno)
    known = {**office(), **own}
    builds_on = _builds_on(tree)
    return Reading(names, attributes, builds_on, tuple(name for name in sorted(builds_on) if name not in known))


def _builds_on(tree: nodes.Template) -> dict[str, int]:
    """The templates that one extends, imports or includes by their names → the line."""
    found: dict[str, int] = {}
    for node in tree.find_all((nodes.Extends, nodes.FromImport, nodes.Import, nodes.Include)):
        named = getattr(node, "template", None)
        if isinstance(named, nodes.Const) and isinstance(named.value, str):
            found.setdefault(named.value, node.lineno)
    return found


def _wrong(got: nodes.Getattr, set_here: set[str]) -> str | None:
    """``unit.fone`` for an attribute that a fact does not have."""
    inner = got.node
    if isinstance(inner, nodes.Name) and inner.name not in set_here and FACTS.get(inner.name):
        return None if got.attr in FACTS[inner.name] else f"{inner.name}.{got.attr}"
    if isinstance(inner, nodes.Getattr) and inner.attr == "desk" and isinstance(inner.node, nodes.Name):
        return None if got.attr in _DESK else f"{inner.node.name}.desk.{got.attr}"
    return None
