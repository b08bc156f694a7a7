"""Errors in a person's words: the office's refusals and the rules of form fields, in Vietnamese or English.

Works without a request, so that every door can use it, the machines' as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.domain import office_time, roles
from core.errors import CoreError, Reason
from web import catalogues

FIELD_ERRORS = {
    "required": "This field must be filled in.",
    "must-tick": "This box must be ticked.",
    "too-short": "Write at least %(limit)s characters.",
    "too-long": "Write at most %(limit)s characters.",
    "pattern": "This is not written the way it should be.",
    "email": "This is not an e-mail address. Example: ten@example.vn.",
    "phone": "This is not a phone number. Example: 0912345678.",
    "not-a-number": "Write a number, digits only.",
    "too-small": "The number must be at least %(limit)s.",
    "too-large": "The number must be at most %(limit)s.",
    "decimals": "Write at most %(limit)s digits after the comma.",
    "not-an-option": "Choose one of the options offered.",
    "not-a-date": "This is not a date. Write day, month, year: 31/12/2026.",
    "not-a-time": "This is not a time. Write hours and minutes: 14:30.",
    "past": "The date must not lie in the past.",
    "too-many": "Choose at most %(limit)s.",
    "wrong-type": "This value is of the wrong kind.",
    "needed-by-post": "The post needs an address and a phone number.",
    "unknown": "This field does not belong to the form.",
}
ANY_FIELD_ERROR = "This value was not accepted."


def text(error: CoreError, language: str) -> str:
    """The message of an error of the office. Facts that are words themselves (a role, a kind of thing) are translated too."""
    return translate(error.template, error.params, language)


def field_text(code: str, params: Mapping[str, Any], language: str) -> str:
    """The message of one rule of a form field, by the rule's code; a text set by the form's author wins.

    ``params["message"]`` is such a text (form-js ``patternErrorMessage``).
    """
    if own := params.get("message"):
        return str(own)
    return translate(FIELD_ERRORS.get(code, ANY_FIELD_ERROR), params, language)


def translate(template: str, params: Mapping[str, Any], language: str) -> str:
    """``template`` in the language with its facts filled in; a fact the template does not know is left out."""
    sentence = catalogues.translations(language).gettext(template)
    facts = {name: _fact(name, value, language) for name, value in params.items()}
    return sentence % facts if facts else sentence


def _fact(name: str, value: Any, language: str) -> Any:
    if isinstance(value, Reason):
        return translate(value.template, value.params, language)
    if name == "role":
        return roles.label(str(value), language)
    if isinstance(value, datetime):
        return office_time.written(value)
    if isinstance(value, str) and value:
        return catalogues.translations(language).gettext(value)
    return value


def fault_text(fault: Any, language: str) -> str:
    """The message of one fault of a field: an object with ``code`` and ``params``, or the pair of them."""
    code, params = fault if isinstance(fault, tuple) else (fault.code, fault.params)
    return field_text(code, params, language)
