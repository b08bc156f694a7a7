"""From a form-js schema to components, noting everything the office cannot show or check."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import re2

from bpmn import feel
from bpmn.diagram.dialect import is_formula
from bpmn.diagram.properties import NAME, RESERVED
from bpmn.forms import own
from bpmn.forms.components import CHOICES, CONTAINERS, FIELDS, TYPES, Component, Rules, level
from bpmn.forms.settings import TEMPLATE, is_number
from bpmn.limits import (
    EXPRESSIONS_CHARACTERS,
    FORM_BYTES,
    FORM_COLUMNS,
    FORM_COMPONENTS,
    FORM_DEPTH,
    FORM_LABEL_CHARACTERS,
    FORM_OPTIONS,
    FORM_TEXT_CHARACTERS,
)
from bpmn.problem import Problem
from bpmn.texts import problem
from bpmn.values import Value, compile_value

_LONGEST_PATTERN = 500
_FORM_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_GENERATED = re.compile(
    r"(textfield|textarea|number|datetime|checkbox|checklist|radio|select|filepicker|dynamiclist)_[a-z0-9]{5,8}"
)
#: `typename` steers SpiffWorkflow's own serializer; data with that name must not tempt anybody to use it
#: as the tests and the page for designers call it
MOST_BYTES = FORM_BYTES
_RESERVED = RESERVED | {"typename"}
_SUBTYPES = ("date", "time", "datetime")
_TIME_FORMATS = ("utc_offset", "utc_normalized", "no_timezone")

Read = tuple[Mapping[str, Any], tuple[Component, ...], list[Problem]]


def _where(error: Exception) -> tuple[str, str]:
    """The place of a fault of JSON, in both languages; a library's own words are one language's."""
    if not isinstance(error, json.JSONDecodeError):
        return "", ""
    line, column = error.lineno, error.colno
    return f" at line {line}, column {column}", f" ở dòng {line}, cột {column}"


def read_form(data: bytes, formulas: feel.Meter | None = None) -> Read:
    """The schema, its components and all problems. ``formulas``: characters of FEEL that are left for it and other forms."""
    too_big = [problem("form-too-big", None, most=FORM_BYTES, fields=FORM_COMPONENTS)]
    if len(data) > FORM_BYTES:
        return {}, (), too_big
    try:
        schema = json.loads(data, parse_float=Decimal)
        json.dumps(schema, ensure_ascii=False, default=str).encode()  # half a surrogate pair can be read, not written
    except (ValueError, RecursionError) as error:
        place, vi = _where(error)
        return {}, (), [problem("form-json", None, place=place, place_vi=vi)]
    if not isinstance(schema, dict) or not isinstance(schema.get("components"), list):
        return {}, (), [problem("form-shape", None, where="components")]
    reader = _Reader(formulas or feel.Meter(EXPRESSIONS_CHARACTERS))
    components = reader.components(schema["components"], 0, False)
    if reader.count > FORM_COMPONENTS:
        return {}, (), too_big
    identifier = schema.get("id")
    if not isinstance(identifier, str) or not _FORM_ID.fullmatch(identifier):
        reader.note("form-id", None, value=identifier)
    return schema, components, reader.problems


class _Reader:
    """One pass over one schema."""

    def __init__(self, formulas: feel.Meter) -> None:
        self.problems: list[Problem] = []
        self.count = 0
        self.formulas = formulas

    def note(self, code: str, key: str | None, **places: object) -> None:
        """Writes a problem down."""
        self.problems.append(problem(code, key, None, **places))

    def components(self, found: list[Any], depth: int, in_list: bool) -> tuple[Component, ...]:
        """The components of one container."""
        parts = []
        for raw in found:
            self.count += 1
            if self.count > FORM_COMPONENTS:
                break
            if not isinstance(raw, dict) or not isinstance(raw.get("type"), str) or depth > FORM_DEPTH:
                self.note("form-shape", None, where="component")
            elif raw["type"] not in TYPES:
                self.note("form-type", _name(raw), value=raw["type"], known=", ".join(sorted(TYPES)))
            else:
                parts.append(self.component(raw, depth, in_list))
        self._unique(parts)
        return tuple(parts)

    def component(self, raw: dict[str, Any], depth: int, in_list: bool) -> Component:
        """One component."""
        kind = raw["type"]
        validate = self._mapping(raw, "validate")
        conditional = self._mapping(raw, "conditional")
        options = self._options(raw) if kind in CHOICES else None
        properties = {str(key): str(value) for key, value in self._mapping(raw, "properties").items()}
        rules = self._own(raw, properties)
        return Component(
            type=kind,
            key=self._key(raw),
            label=self._text(raw, _label_of(raw)),
            description=self._text(raw, "description"),
            hide=self._formula(raw, "conditional.hide", conditional.get("hide")),
            readonly=self._switch(raw, "readonly"),
            disabled=raw.get("disabled") is True,
            rules=self._rules(raw, validate, rules),
            default=raw.get("defaultValue"),
            options=options,
            options_key=str(raw["valuesKey"]) if raw.get("valuesKey") else None,
            options_expression=self._formula(raw, "valuesExpression", raw.get("valuesExpression")),
            multiple=self._switch(raw, "multiple"),
            accept=self._text(raw, "accept"),
            subtype=self._one_of(raw, "subtype", _SUBTYPES),
            time_format=self._one_of(raw, "timeSerializingFormat", _TIME_FORMATS),
            precision=rules.precision,
            serialize_to_string=raw.get("serializeToString") is True,
            unit=_unit(raw),
            repetitions=_small(raw.get("defaultRepetitions"), 1),
            layout=self._mapping(raw, "layout"),
            validate=validate,
            properties=properties,
            children=self._children(raw, depth, in_list),
        )

    def _children(self, raw: dict[str, Any], depth: int, in_list: bool) -> tuple[Component, ...]:
        if raw["type"] not in CONTAINERS:
            return ()
        is_list = raw["type"] == "dynamiclist"
        if is_list and in_list:
            self.note("form-list-nested", _name(raw))
        found = raw.get("components", [])
        if not isinstance(found, list):
            self.note("form-shape", _name(raw), where="components")
            return ()
        if is_list and len(found) > FORM_COLUMNS:
            self.note("form-too-much", _name(raw), where="components", found=len(found), most=FORM_COLUMNS)
        return self.components(found, depth + 1, in_list or is_list)

    def _unique(self, parts: list[Component]) -> None:
        seen = set()
        for part in level(tuple(parts)):
            if part.key and part.key in seen:
                self.note("form-key-twice", part.key)
            seen.add(part.key)

    def _key(self, raw: dict[str, Any]) -> str:
        kind = raw["type"]
        if kind not in FIELDS and kind not in CONTAINERS:
            return ""
        key = raw.get("path" if kind in CONTAINERS else "key") or ""
        if kind == "group" and not key:
            return ""
        if key == "":
            label = str(raw.get("label") or raw.get("id") or kind)
            self.note("form-key-missing", _name(raw), label=label, position=self.count)
            return ""
        if not isinstance(key, str) or not NAME.fullmatch(key):
            self.note("form-key", _name(raw), value=key)
            return ""
        if key in _RESERVED:
            self.note("form-key-reserved", key, value=key)
        if _GENERATED.fullmatch(key):
            self.note("form-key-generated", key)
        return key

    def _mapping(self, raw: dict[str, Any], name: str) -> dict[str, Any]:
        found = raw.get(name)
        if found is None:
            return {}
        if not isinstance(found, dict):
            self.note("form-shape", _name(raw), where=name)
            return {}
        return found

    def _short(self, raw: dict[str, Any], where: str, text: str, most: int = FORM_LABEL_CHARACTERS) -> str:
        """A text that stands in a page, as long as somebody may read."""
        if len(text) > most:
            self.note("form-too-much", _name(raw), where=where, found=len(text), most=most)
            return text[:most]
        return text

    def _text(self, raw: dict[str, Any], name: str) -> Value | None:
        """A text that may be FEEL, or hold `{{names}}`."""
        text = raw.get(name)
        if text is None or text == "":
            return None
        if not isinstance(text, str):
            self.note("form-shape", _name(raw), where=name)
            return None
        if is_formula(text):
            return self._formula(raw, name, text)
        if "{{" in TEMPLATE.sub("", text):
            self.note("form-template", _name(raw), name=name)
        most = FORM_TEXT_CHARACTERS if name == "text" else FORM_LABEL_CHARACTERS
        return Value(self._short(raw, name, text, most))

    def _formula(self, raw: dict[str, Any], name: str, text: Any) -> Value | None:
        if text is None or text == "":
            return None
        if not isinstance(text, str) or not is_formula(text):
            self.note("form-setting", _name(raw), name=name, value=text)
            return None
        try:
            self.formulas.charge(len(text))
            return compile_value(text)
        except feel.BudgetExceeded:
            facts = {"found": self.formulas.spent, "most": self.formulas.allowed}
            self.note("expressions-too-long", _name(raw), **facts)
            return None
        except feel.FeelSyntaxError as error:
            texts = {"detail": error.message("en"), "detail_vi": error.message("vi")}
            self.note("form-feel", _name(raw), name=name, value=text, **texts)
            return None

    def _switch(self, raw: dict[str, Any], name: str) -> Value | bool:
        """A boolean or FEEL."""
        found = raw.get(name)
        if found is None or isinstance(found, bool):
            return bool(found)
        return self._formula(raw, name, found) or False

    def _one_of(self, raw: dict[str, Any], name: str, known: tuple[str, ...]) -> str:
        found = raw.get(name)
        if found is not None and found not in known and raw["type"] == "datetime":
            self.note("form-setting", _name(raw), name=name, value=found)
        return found if found in known else known[0]

    def _own(self, raw: dict[str, Any], properties: Mapping[str, str]) -> own.Own:
        def refuse(code: str, **facts: object) -> None:
            self.note(code, _name(raw), **facts)

        return own.read(raw, properties, refuse, lambda name, text: self._formula(raw, name, text))

    def _rules(self, raw: dict[str, Any], validate: dict[str, Any], ours: own.Own) -> Rules:
        kind = validate.get("validationType")
        if kind and kind != "custom" and kind not in own.TYPED:
            self.note("form-setting", _name(raw), name="validationType", value=kind)
        digits = raw.get("decimalDigits")
        return Rules(
            required=validate.get("required") is True,
            min_length=self._limit(raw, validate, "minLength"),
            max_length=self._limit(raw, validate, "maxLength"),
            minimum=self._limit(raw, validate, "min"),
            maximum=self._limit(raw, validate, "max"),
            pattern=self._pattern(raw, validate.get("pattern")),
            pattern_message=str(validate["patternErrorMessage"]) if validate.get("patternErrorMessage") else None,
            content=ours.content or (kind if kind in own.TYPED else None),
            decimal_digits=digits if isinstance(digits, int) and not isinstance(digits, bool) else None,
            step=self._step(raw),
            disallow_past=raw.get("disallowPassedDates") is True,
            not_before=ours.not_before,
            not_after=ours.not_after,
        )

    def _limit(self, raw: dict[str, Any], validate: dict[str, Any], name: str) -> Any:
        found = validate.get(name)
        if found is None or found == "" or is_number(found):
            return None if found == "" else found
        if isinstance(found, str) and is_formula(found):
            return self._formula(raw, name, found)
        try:
            return Decimal(str(found))
        except ArithmeticError:
            self.note("form-limit", _name(raw), name=name, value=found)
            return None

    def _step(self, raw: dict[str, Any]) -> Decimal | None:
        """form-js's `increment`: a number, which the editor keeps as text."""
        found = raw.get("increment")
        if found is None or found == "":
            return None
        try:
            step = Decimal(str(found))
            if step.is_finite() and step > 0:
                return step
        except ArithmeticError:
            pass
        self.note("form-setting", _name(raw), name="increment", value=found)
        return None

    def _pattern(self, raw: dict[str, Any], text: Any) -> Any:
        if text is None or text == "":
            return None
        if not isinstance(text, str) or len(text) > _LONGEST_PATTERN:
            self.note("form-pattern", _name(raw), value=str(text)[:40], most=_LONGEST_PATTERN)
            return None
        try:
            return re2.compile(text)
        except re2.error:
            self.note("form-pattern", _name(raw), value=text, most=_LONGEST_PATTERN)
            return None

    def _options(self, raw: dict[str, Any]) -> tuple[tuple[str, object], ...] | None:
        """Literal options; None when they are computed."""
        sources = [name for name in ("values", "valuesKey", "valuesExpression") if raw.get(name) not in (None, "")]
        if len(sources) != 1 or raw.get(sources[0]) == []:
            self.note("form-options", _name(raw))
        if "values" not in sources:
            return None
        found: list[tuple[str, object]] = []
        seen: set[object] = set()
        listed = raw["values"] if isinstance(raw["values"], list) else [None]
        if len(listed) > FORM_OPTIONS:
            self.note("form-too-much", _name(raw), where="values", found=len(listed), most=FORM_OPTIONS)
        for item in listed[:FORM_OPTIONS]:
            if not isinstance(item, dict) or item.get("value") in (None, "") or isinstance(item["value"], list | dict):
                self.note("form-shape", _name(raw), where="values")
            elif item["value"] in seen:
                self.note("form-options-twice", _name(raw), value=item["value"])
            else:
                seen.add(item["value"])
                found.append((self._short(raw, "label", str(item.get("label") or item["value"])), item["value"]))
        return tuple(found)


def _label_of(raw: dict[str, Any]) -> str:
    if raw["type"] == "text":
        return "text"
    if raw["type"] == "datetime":
        return "timeLabel" if raw.get("subtype") == "time" else "dateLabel" if raw.get("dateLabel") else "label"
    return "label"


def _name(raw: dict[str, Any]) -> str | None:
    """What people call the component: its key, else its id."""
    found = raw.get("key") or raw.get("path") or raw.get("id")
    return found if isinstance(found, str) else None


def _unit(raw: dict[str, Any]) -> str:
    """What stands behind the input, where that is a literal."""
    appearance = raw.get("appearance")
    found = appearance.get("suffixAdorner") if isinstance(appearance, dict) else None
    return found.strip() if isinstance(found, str) and not is_formula(found) else ""


def _small(found: Any, default: int) -> int:
    return found if isinstance(found, int) and 0 <= found <= 20 else default
