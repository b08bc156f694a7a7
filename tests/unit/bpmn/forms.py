"""Small forms for tests."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from bpmn import feel
from bpmn.forms import Form, parse_form
from tests.unit.bpmn.office import NOW

ENVIRONMENT = feel.Environment(NOW, "seed")


def form(*components: dict[str, Any]) -> Form:
    return parse_form(raw(*components))


def raw(*components: Any, **root: Any) -> bytes:
    return json.dumps({"id": "f", "type": "default", "components": list(components), **root}).encode()


def field(kind: str, key: str = "x", **settings: Any) -> dict[str, Any]:
    return {"type": kind, "key": key, "label": key, **settings}


def check(component: dict[str, Any], value: object, scope: dict[str, object] | None = None) -> Any:
    """The typed value of a form with this one field, or its first error."""
    checked = form(component).check({"x": value}, scope or {}, ENVIRONMENT)
    assert not checked.unknown
    return checked.errors["x"][0] if checked.errors else checked.values["x"]


CHOICE = [{"label": "Có", "value": "yes"}, {"label": "Không", "value": "no"}]
NUMBERS = [{"label": "Một", "value": 1}, {"label": "Hai", "value": 2}]


LIST = {
    "type": "dynamiclist", "path": "rows", "label": "Nơi ở", "defaultRepetitions": 2,
    "components": [
        field("textfield", "commune", validate={"required": True}), field("number", "years"),
        field("textfield", "note", conditional={"hide": "=years < 2"}),
    ],
}  # fmt: skip

#: what a client may send instead
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["x", "rows", "who", "commune", "typename"]), inner, max_size=3),
    max_leaves=12,
)  # fmt: skip
