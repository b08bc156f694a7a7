"""A form that cannot be taken as it was filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.errors.base import CoreError


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field. ``code``: a form rule's (:class:`bpmn.forms.FieldError` lists them) or the
    office's own: ``unknown``, ``needed-by-post``, ``needed-by-message``, ``refused``, ``other-amount``, ``receipt-taken``. ``params``: what the sentence of the code quotes."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


#: path of a field ("name", "residences.0.commune", "applicant.phone") → what is wrong with it
FieldErrors = Mapping[str, Sequence[FieldError]]


class FormInvalid(CoreError):
    """``fields``: every field that is missing or wrong, by path."""

    code = "form-invalid"
    template = "Some fields are missing or wrong."

    def __init__(self, fields: FieldErrors) -> None:
        super().__init__()
        self.fields = dict(fields)


class FormTooCostly(CoreError):
    code = "form-too-costly"
    template = "The form computes more than it may (at “%(field)s”). Nothing was carried out; tell the designer of the procedure."
