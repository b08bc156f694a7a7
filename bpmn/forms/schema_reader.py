"""From a form-js schema to components, noting everything the office cannot show or check."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bpmn import feel
from bpmn.forms import office_rules
from bpmn.forms.components import CHOICES, CONTAINERS, TYPES, FormComponent, Rules, level
from bpmn.forms.part import Notes, Part
from bpmn.limits import EXPRESSIONS_CHARACTERS, FORM_BYTES, FORM_COLUMNS, FORM_COMPONENTS, FORM_DEPTH
from bpmn.problem import Problem
from bpmn.texts import problem

#: as the tests and the page for designers call it
MOST_BYTES = FORM_BYTES
_FORM_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_SUBTYPES = ("date", "time", "datetime")
_TIME_FORMATS = ("utc_offset", "utc_normalized", "no_timezone")

Read = tuple[Mapping[str, Any], tuple[FormComponent, ...], list[Problem]]


def _where(error: Exception) -> tuple[str, str]:
    """The place of a fault of JSON, in both languages; a library's own words are one language's."""
    if not isinstance(error, json.JSONDecodeError):
        return "", ""
    line, column = error.lineno, error.colno
    return f" at line {line}, column {column}", f" ở dòng {line}, cột {column}"


def read_form(data: bytes, expression_meter: feel.CostMeter | None = None) -> Read:
    """The schema, its components and all problems. ``expression_meter``: characters of FEEL that are left for it and other forms."""
    too_big = [problem("form-too-big", None, most=FORM_BYTES, fields=FORM_COMPONENTS)]
    if len(data) > FORM_BYTES:
        return {}, (), too_big
    try:
        schema = json.loads(data, parse_float=Decimal)
        json.dumps(schema, ensure_ascii=False, default=str).encode()  # a lone surrogate can be read, not written
    except (ValueError, RecursionError) as error:
        place, vi = _where(error)
        return {}, (), [problem("form-json", None, place=place, place_vi=vi)]
    if not isinstance(schema, dict) or not isinstance(schema.get("components"), list):
        return {}, (), [problem("form-shape", None, where="components")]
    reader = _Reader(expression_meter or feel.CostMeter(EXPRESSIONS_CHARACTERS))
    components = reader.components(schema["components"], 0, False)
    if reader.count > FORM_COMPONENTS:
        return {}, (), too_big
    identifier = schema.get("id")
    if not isinstance(identifier, str) or not _FORM_ID.fullmatch(identifier):
        reader.note("form-id", None, value=identifier)
    return schema, components, reader.problems


class _Reader(Notes):
    """One pass over one schema."""

    #: components so far
    count = 0

    def components(self, found: list[Any], depth: int, in_list: bool) -> tuple[FormComponent, ...]:
        """The components of one container."""
        parts = []
        for raw in found:
            self.count += 1
            if self.count > FORM_COMPONENTS:
                break
            if not isinstance(raw, dict) or not isinstance(raw.get("type"), str) or depth > FORM_DEPTH:
                self.note("form-shape", None, where="component")
            elif raw["type"] not in TYPES:
                self.note(
                    "form-type", Part(raw, self, self.count).name, value=raw["type"], known=", ".join(sorted(TYPES))
                )
            else:
                parts.append(self.component(Part(raw, self, self.count), depth, in_list))
        self._unique(parts)
        return tuple(parts)

    def component(self, part: Part, depth: int, in_list: bool) -> FormComponent:
        """One component."""
        raw, kind = part.raw, part.raw["type"]
        validate = part.mapping("validate")
        conditional = part.mapping("conditional")
        options = part.options() if kind in CHOICES else None
        properties = {str(key): str(value) for key, value in part.mapping("properties").items()}
        ours = office_rules.read(raw, properties, part.note, part.read_expression)
        return FormComponent(
            type=kind,
            key=part.key(),
            label=part.text(part.label),
            description=part.text("description"),
            hide=part.read_expression("conditional.hide", conditional.get("hide")),
            readonly=part.switch("readonly"),
            disabled=raw.get("disabled") is True,
            rules=_rules(part, validate, ours),
            default=raw.get("defaultValue"),
            options=options,
            options_key=str(raw["valuesKey"]) if raw.get("valuesKey") else None,
            options_expression=part.read_expression("valuesExpression", raw.get("valuesExpression")),
            multiple=part.switch("multiple"),
            accept=part.text("accept"),
            subtype=part.one_of("subtype", _SUBTYPES),
            time_format=part.one_of("timeSerializingFormat", _TIME_FORMATS),
            precision=ours.precision,
            serialize_to_string=raw.get("serializeToString") is True,
            unit=part.unit,
            repetitions=_small(raw.get("defaultRepetitions"), 1),
            layout=part.mapping("layout"),
            validate=validate,
            properties=properties,
            children=self._children(part, depth, in_list),
        )

    def _children(self, part: Part, depth: int, in_list: bool) -> tuple[FormComponent, ...]:
        kind, found = part.raw["type"], part.raw.get("components", [])
        if kind not in CONTAINERS:
            return ()
        is_list = kind == "dynamiclist"
        if is_list and in_list:
            part.note("form-list-nested")
        if not isinstance(found, list):
            part.note("form-shape", where="components")
            return ()
        if is_list and len(found) > FORM_COLUMNS:
            part.note("form-too-much", where="components", found=len(found), most=FORM_COLUMNS)
        return self.components(found, depth + 1, in_list or is_list)

    def _unique(self, parts: list[FormComponent]) -> None:
        seen = set()
        for part in level(tuple(parts)):
            if part.key and part.key in seen:
                self.note("form-key-twice", part.key)
            seen.add(part.key)


def _rules(part: Part, validate: dict[str, Any], ours: office_rules.OfficeRules) -> Rules:
    kind = validate.get("validationType")
    if kind and kind != "custom" and kind not in office_rules.TYPED:
        part.note("form-setting", name="validationType", value=kind)
    digits = part.raw.get("decimalDigits")
    return Rules(
        required=validate.get("required") is True,
        min_length=part.limit(validate, "minLength"),
        max_length=part.limit(validate, "maxLength"),
        minimum=part.limit(validate, "min"),
        maximum=part.limit(validate, "max"),
        pattern=part.pattern(validate.get("pattern")),
        pattern_message=str(validate["patternErrorMessage"]) if validate.get("patternErrorMessage") else None,
        content=ours.content or (kind if kind in office_rules.TYPED else None),
        decimal_digits=digits if isinstance(digits, int) and not isinstance(digits, bool) else None,
        step=part.step(),
        disallow_past=part.raw.get("disallowPassedDates") is True,
        not_before=ours.not_before,
        not_after=ours.not_after,
    )


def _small(found: Any, default: int) -> int:
    return found if isinstance(found, int) and 0 <= found <= 20 else default
