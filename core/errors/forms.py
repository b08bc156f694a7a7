"""A form that cannot be taken as it was filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.errors.base import CoreError


class FormInvalid(CoreError):
    """``fields``: path of a field → list of ``(code, params)``; the codes are those of the form rules."""

    code = "form-invalid"
    template = "Some fields are missing or wrong."

    def __init__(self, fields: Mapping[str, Any]) -> None:
        super().__init__()
        self.fields = dict(fields)


class FormTooCostly(CoreError):
    code = "form-too-costly"
    template = "The form computes more than it may (at “%(field)s”). Nothing was carried out; tell the designer of the procedure."
