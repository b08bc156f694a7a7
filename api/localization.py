"""The language of an answer (``Accept-Language``, Vietnamese first) and this door's own sentences in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import current_app, request

from core.errors.base import CoreError
from web import catalogues, messages

ROOM = Path(__file__).parent


def language() -> str:
    """``vi`` or ``en``: what the caller asks for, else the office's own."""
    wanted = request.accept_languages.best_match(list(catalogues.LANGUAGES))
    return wanted or str(current_app.config["LANGUAGE"])


def say(template: str, **facts: Any) -> str:
    """A sentence of this door in the language of the answer; ``template`` is English and the key to the catalogue."""
    sentence = catalogues.translations(language(), catalogues.directories(ROOM)).gettext(template)
    return sentence % facts if facts else sentence


def refusal(error: CoreError) -> str:
    """A refusal of the office in words."""
    return messages.text(error, language())


def field_fault(code: str, params: dict[str, Any]) -> str:
    """What is wrong with one field, in words."""
    return messages.field_text(code, params, language())
