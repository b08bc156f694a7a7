"""The English texts a room shows, found in its code and templates as the translators' tools find them."""

from __future__ import annotations

from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

ROOT = Path(__file__).parents[3]
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "lazy_ngettext": (1, 2), "_l": None}
OPTIONS = {"templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}


def used(room: str) -> dict[str, str]:
    """Message key (the singular of a plural) → where it first stands."""
    found: dict[str, str] = {}
    for file, line, message, _comments, _context in extract_from_dir(
        str(ROOT / room), METHODS, options_map=OPTIONS, keywords=KEYWORDS
    ):
        key = message if isinstance(message, str) else message[0]
        found.setdefault(key, f"{room}/{file}:{line}")
    return found
