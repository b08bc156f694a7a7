"""Texts that come in headers. HTTP has no one encoding for them, so each that programs send is understood: UTF-8 as it is,
RFC 8187 (``UTF-8''%C4%91%C6%A1n``), and what is neither as ISO 8859-1, which WSGI gives."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote_to_bytes

from flask import abort, request

from core.storable_text import is_storable

_EXTENDED: Final = re.compile(r"(?P<charset>utf-8|iso-8859-1)'[A-Za-z0-9-]*'(?P<text>[!-~]*)", re.IGNORECASE)


def header_text(name: str, longest: int) -> str:
    """The text of a header in one line, cut; empty without it. What cannot be stored is refused (400)."""
    text = " ".join(decoded(request.headers.get(name, "")).split())[:longest]
    if not is_storable(text):
        abort(400)
    return text


def decoded(value: str) -> str:
    """The text of a header's value as WSGI gives it."""
    extended = _EXTENDED.fullmatch(value.strip())
    try:
        if extended:
            return unquote_to_bytes(extended["text"]).decode(extended["charset"])
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value
