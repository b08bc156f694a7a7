"""A form with the values and errors it is shown with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bpmn.forms import FieldView
from core.errors.forms import FieldErrors

__all__ = ["FieldView", "FormView", "SubmittedInputs"]


class SubmittedInputs(Protocol):
    """The inputs of a submitted HTML form, several values a name: a ``MultiDict`` of werkzeug."""

    def keys(self) -> Iterable[str]: ...

    def getlist(self, key: str) -> Sequence[Any]: ...


@dataclass(frozen=True, slots=True)
class FormView:
    """A form ready to render; the errors are in ``fields`` already."""

    id: str
    schema: Mapping[str, Any]
    fields: Sequence[FieldView]
    errors: FieldErrors
    values: Mapping[str, Any]
