"""Fills forms as a stranger would: each field with something plausible, each choice with its first option."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.support.clock import START

#: the first day of the office's clock in a test
DAY = START.date().isoformat()
#: of the stories
APPLICANT = {
    "name": "Trần Thị Thử",
    "identity_number": "001099012345",
    "phone": "0912345678",
    "email": "nguoi.nop@vi-du.example",
    "address": "Thôn 1, xã Mẫu Một, tỉnh Minh Họa",
}
PATTERNS = {
    "^0[0-9]{9}$": "0912345678",
    "^[0-9]{12}$": "001099012345",
}


def filled(schema: Mapping[str, Any] | None, day: str = DAY, **choices: Any) -> dict[str, Any]:
    """Data for a form-js schema; ``choices`` replaces what the rule would give. ``day``: of reception, ISO."""
    data: dict[str, Any] = {}
    for component in _components(schema or {}):
        key = component.get("key")
        if key and not component.get("disabled"):
            data[key] = choices.get(key, value(component, day))
    return {key: item for key, item in data.items() if item is not None}


def _components(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for component in schema.get("components", ()):
        if component["type"] == "group":
            yield from _components(component)
        else:
            yield component


def day_of(code: str) -> str:
    """The day in a dossier's code: what happens to it lies between that day and the office's today."""
    written = code.split("-")[1]
    return f"20{written[:2]}-{written[2:4]}-{written[4:]}"


def value(component: Mapping[str, Any], day: str = DAY) -> Any:
    """A plausible value for one component; ``None`` for an optional one that needs no answer."""
    kind, validate = component["type"], component.get("validate", {})
    if kind in ("select", "radio"):
        return component["values"][0]["value"]
    if not validate.get("required") and kind != "checkbox":
        return None
    if kind == "number":
        return validate.get("min", 1) if not isinstance(validate.get("min"), str) else 1
    if kind == "datetime" and "dossier" in component.get("properties", {}).get("notBefore", ""):
        return day
    if kind == "datetime":
        return {"date": "2026-11-20", "time": "09:00"}.get(component.get("subtype", "date"), "2026-11-20T09:00")
    if kind == "checkbox":
        return True
    if kind in ("checklist", "taglist"):
        return [component["values"][0]["value"]]
    if kind == "filepicker":
        return []
    return _text(component, validate)


def _text(component: Mapping[str, Any], validate: Mapping[str, Any]) -> str:
    pattern = validate.get("pattern", "")
    if pattern in PATTERNS:
        return PATTERNS[pattern]
    if validate.get("validationType") == "email":
        return "nguoi.nop@vi-du.example"
    text = f"{component.get('label', 'nội dung')} thử"
    return text.ljust(int(validate.get("minLength", 0) or 0), ".")[: int(validate.get("maxLength", 200) or 200)]
