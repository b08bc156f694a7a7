"""Reads the settings of one component of a form-js schema, each with its type; every error becomes a lint problem."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import re2

from bpmn import feel
from bpmn.contracts import RESERVED_NAMES, VARIABLE_NAME
from bpmn.diagram.dialect import is_expression
from bpmn.forms.components import CONTAINERS, FIELDS, Option
from bpmn.forms.settings import TEMPLATE, is_number
from bpmn.limits import FORM_LABEL_CHARACTERS, FORM_OPTIONS, FORM_TEXT_CHARACTERS
from bpmn.problem import Problem
from bpmn.texts import problem
from bpmn.values import Value, compile_value

_LONGEST_PATTERN = 500
_GENERATED = re.compile(
    r"(textfield|textarea|number|datetime|checkbox|checklist|radio|select|filepicker|dynamiclist)_[a-z0-9]{5,8}"
)
#: `typename` steers SpiffWorkflow's own serializer; data with that name must not tempt anybody to use it
_RESERVED = RESERVED_NAMES | {"typename"}


class Notes:
    """The problems found in a schema, and the budget of characters for its expressions."""

    def __init__(self, expression_meter: feel.CostMeter) -> None:
        self.problems: list[Problem] = []
        self.expression_meter = expression_meter

    def note(self, code: str, key: str | None, **facts: object) -> None:
        """Adds a problem."""
        self.problems.append(problem(code, key, None, **facts))


class Part:
    """One component of a schema, of one of the types that the office can check."""

    def __init__(self, raw: dict[str, Any], notes: Notes, position: int) -> None:
        self.raw = raw
        self.notes = notes
        #: among all components of the schema, from 1
        self.position = position

    def note(self, code: str, **facts: object) -> None:
        """Adds a problem of this component."""
        self.notes.note(code, self.name, **facts)

    @property
    def name(self) -> str | None:
        """The name of the component in problems: its key, else its path, else its id."""
        found = self.raw.get("key") or self.raw.get("path") or self.raw.get("id")
        return found if isinstance(found, str) else None

    @property
    def label(self) -> str:
        """The name of the setting that holds the label."""
        if self.raw["type"] == "text":
            return "text"
        if self.raw["type"] == "datetime":
            return (
                "timeLabel"
                if self.raw.get("subtype") == "time"
                else "dateLabel"
                if self.raw.get("dateLabel")
                else "label"
            )
        return "label"

    @property
    def unit(self) -> str:
        """The unit shown after the input (`suffixAdorner`); "" if there is none or it is an expression."""
        appearance = self.raw.get("appearance")
        found = appearance.get("suffixAdorner") if isinstance(appearance, dict) else None
        return found.strip() if isinstance(found, str) and not is_expression(found) else ""

    def key(self) -> str:
        """The key of its value in the data; "" for a component without a value."""
        kind = self.raw["type"]
        if kind not in FIELDS and kind not in CONTAINERS:
            return ""
        key = self.raw.get("path" if kind in CONTAINERS else "key") or ""
        if kind == "group" and not key:
            return ""
        if key == "":
            label = str(self.raw.get("label") or self.raw.get("id") or kind)
            self.note("form-key-missing", label=label, position=self.position)
            return ""
        if not isinstance(key, str) or not VARIABLE_NAME.fullmatch(key):
            self.note("form-key", value=key)
            return ""
        if key in _RESERVED:
            self.notes.note("form-key-reserved", key, value=key)
        if _GENERATED.fullmatch(key):
            self.notes.note("form-key-generated", key)
        return key

    def mapping(self, name: str) -> dict[str, Any]:
        """A setting that holds settings of its own; {} if it is missing."""
        found = self.raw.get(name)
        if found is None:
            return {}
        if not isinstance(found, dict):
            self.note("form-shape", where=name)
            return {}
        return found

    def short(self, where: str, text: str, most: int = FORM_LABEL_CHARACTERS) -> str:
        """A text shown on a page, cut after `most` characters."""
        if len(text) > most:
            self.note("form-too-much", where=where, found=len(text), most=most)
            return text[:most]
        return text

    def text(self, name: str) -> Value | None:
        """A text that may be FEEL, or contain `{{names}}`."""
        text = self.raw.get(name)
        if text is None or text == "":
            return None
        if not isinstance(text, str):
            self.note("form-shape", where=name)
            return None
        if is_expression(text):
            return self.read_expression(name, text)
        if "{{" in TEMPLATE.sub("", text):
            self.note("form-template", name=name)
        most = FORM_TEXT_CHARACTERS if name == "text" else FORM_LABEL_CHARACTERS
        return Value(self.short(name, text, most))

    def read_expression(self, name: str, text: Any) -> Value | None:
        """A compiled expression; None, with a problem, for anything else."""
        if text is None or text == "":
            return None
        if not isinstance(text, str) or not is_expression(text):
            self.note("form-setting", name=name, value=text)
            return None
        try:
            self.notes.expression_meter.charge(len(text))
            return compile_value(text)
        except feel.BudgetExceeded:
            facts = {"found": self.notes.expression_meter.spent, "most": self.notes.expression_meter.allowed}
            self.note("expressions-too-long", **facts)
            return None
        except feel.FeelSyntaxError as error:
            texts = {"detail": error.message("en"), "detail_vi": error.message("vi")}
            self.note("form-feel", name=name, value=text, **texts)
            return None

    def switch(self, name: str) -> Value | bool:
        """A boolean or FEEL."""
        found = self.raw.get(name)
        if found is None or isinstance(found, bool):
            return bool(found)
        return self.read_expression(name, found) or False

    def one_of(self, name: str, known: tuple[str, ...]) -> str:
        """A setting that must be one of the known values; if not, the first of them."""
        found = self.raw.get(name)
        if found is not None and found not in known and self.raw["type"] == "datetime":
            self.note("form-setting", name=name, value=found)
        return found if found in known else known[0]

    def limit(self, validate: dict[str, Any], name: str) -> Any:
        """A limit of a value: a number, or FEEL."""
        found = validate.get(name)
        if found is None or found == "" or is_number(found):
            return None if found == "" else found
        if isinstance(found, str) and is_expression(found):
            return self.read_expression(name, found)
        try:
            return Decimal(str(found))
        except ArithmeticError:
            self.note("form-limit", name=name, value=found)
            return None

    def step(self) -> Decimal | None:
        """form-js's `increment`: a number, which the editor keeps as text."""
        found = self.raw.get("increment")
        if found is None or found == "":
            return None
        try:
            step = Decimal(str(found))
            if step.is_finite() and step > 0:
                return step
        except ArithmeticError:
            pass
        self.note("form-setting", name="increment", value=found)
        return None

    def pattern(self, text: Any) -> Any:
        """A pattern that a text must match, for RE2."""
        if text is None or text == "":
            return None
        if not isinstance(text, str) or len(text) > _LONGEST_PATTERN:
            self.note("form-pattern", value=str(text)[:40], most=_LONGEST_PATTERN)
            return None
        try:
            return re2.compile(text)
        except re2.error:
            self.note("form-pattern", value=text, most=_LONGEST_PATTERN)
            return None

    def options(self) -> tuple[Option, ...] | None:
        """Literal options; None when they are computed."""
        sources = [name for name in ("values", "valuesKey", "valuesExpression") if self.raw.get(name) not in (None, "")]
        if len(sources) != 1 or self.raw.get(sources[0]) == []:
            self.note("form-options")
        if "values" not in sources:
            return None
        found: list[Option] = []
        seen: set[object] = set()
        listed = self.raw["values"] if isinstance(self.raw["values"], list) else [None]
        if len(listed) > FORM_OPTIONS:
            self.note("form-too-much", where="values", found=len(listed), most=FORM_OPTIONS)
        for item in listed[:FORM_OPTIONS]:
            if not isinstance(item, dict) or item.get("value") in (None, "") or isinstance(item["value"], list | dict):
                self.note("form-shape", where="values")
            elif item["value"] in seen:
                self.note("form-options-twice", value=item["value"])
            else:
                seen.add(item["value"])
                found.append(Option(self.short("label", str(item.get("label") or item["value"])), item["value"]))
        return tuple(found)
