"""A form with the values and errors it is shown with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FormView:
    """A form ready to render: ``fields`` as bpmn.forms.FieldView, errors already attached."""

    id: str
    schema: Mapping[str, Any]
    fields: Sequence[Any]
    errors: Mapping[str, Any]
    values: Mapping[str, Any]
