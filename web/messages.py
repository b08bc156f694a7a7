"""Errors as sentences in Vietnamese or English: those of the services, and those of form fields.

Works without a request, so that every door can use it, the machines' as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from core.domain import office_time, roles
from core.errors.base import CoreError, Reason
from core.errors.forms import FieldError
from web import catalogues

FIELD_ERRORS = {
    "required": "This field must be filled in.",
    "must-tick": "This box must be ticked.",
    "too-short": "Write at least %(limit)s characters.",
    "too-long": "Write at most %(limit)s characters.",
    "pattern": "This is not written the way it should be.",
    "email": "This is not an e-mail address. Example: ten@example.vn.",
    "phone": "This is not a phone number. Write the digits of one, like 0912345678; a foreign one begins with +.",
    "identity": "Write 12 digits (CCCD) or 9 (CMND); a tax code has 10 or 13.",
    "tax-code": "This tax code does not exist: its last digit does not fit the others. Compare it with the paper.",
    "not-a-number": "Write a number, digits only.",
    "ambiguous-number": (
        "It is not clear which number this is. Write a comma before decimals (1,5) and dots only between thousands (1.500)."
    ),
    "too-small": "The number must be at least %(limit)s.",
    "too-large": "The number must be at most %(limit)s.",
    "decimals": "Write at most %(limit)s digits after the comma.",
    "step": "Write %(below)s or %(above)s: the number goes in steps of %(limit)s.",
    "decimals-0": "Write a whole number, without a comma.",
    "not-an-option": "Choose one of the options offered.",
    "not-a-date": "There is no such date. Write day, month, year: 31/12/2026.",
    "not-a-date-or-month": "There is no such date. Write day, month, year (31/12/2026), or month and year (12/2026).",
    "not-a-date-or-year": "There is no such date. Write day, month, year (31/12/1950); if only the year is known, the year (1950).",
    "year-two-digits": "Write the year with four digits: 31/12/2026.",
    "time-missing": "Write the time, too: 31/12/2026 14:30.",
    "not-a-time": "This is not a time. Write hours and minutes: 14:30.",
    "past": "The date must not lie in the past.",
    "future": "The date must not lie in the future.",
    "not-before": "The date must not be before %(limit)s.",
    "not-after": "The date must not be after %(limit)s.",
    "too-many": "Choose at most %(limit)s.",
    "wrong-type": "This value is of the wrong kind.",
    "needed-by-post": "The post needs an address and a phone number.",
    "needed-by-message": "Messages need a phone number.",
    "other-amount": "The fee is %(limit)s. Where another amount was taken, say why.",
    "receipt-taken": "Another payment has this receipt number.",
    "unknown": "This field does not belong to the form.",
}
#: facts that are words of ours and translated; all others are what people wrote, and stay as they wrote it
WORDS = frozenset({"reason", "what", "field", "channel", "way", "state"})
ANY_FIELD_ERROR = "This value was not accepted."


def text(error: CoreError, language: str) -> str:
    """The message of an error of the office. Facts that are words of ours (:data:`WORDS`, a role) are translated too."""
    return translate(error.template, error.params, language)


def field_text(code: str, params: Mapping[str, Any], language: str) -> str:
    """The message of one rule of a form field, by the rule's code; a text set by the form's author wins.

    ``params["message"]`` is such a text (form-js ``patternErrorMessage``).
    """
    if own := params.get("message"):
        return str(own)
    precise = f"{code}-or-{params.get('precision')}" if "precision" in params else f"{code}-{params.get('limit')}"
    return translate(FIELD_ERRORS.get(precise) or FIELD_ERRORS.get(code, ANY_FIELD_ERROR), params, language)


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
    if isinstance(value, Decimal):
        return number(value, language)
    if name in WORDS and isinstance(value, str) and value:
        return catalogues.translations(language).gettext(value)
    return value


def number(value: Decimal, language: str) -> str:
    """A number with all its digits, decimals after the language's own sign."""
    text = format(value, "f")
    return text if language == "en" else text.replace(".", ",")


def fault_text(fault: FieldError, language: str) -> str:
    """The message of one fault of a field."""
    return field_text(fault.code, fault.params, language)
