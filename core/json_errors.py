"""Why a text is not JSON, with line and column, in translatable sentences: those of the library are English only."""

from __future__ import annotations

from typing import Final

import simplejson

from core.errors.base import Reason

#: how a message of simplejson begins, and what it means
MEANINGS: Final = (
    ("Expecting value", Reason("a value is missing")),
    ("Expecting ','", Reason("a comma or a closing bracket is missing")),
    ("Expecting ':'", Reason("a colon is missing behind a name")),
    ("Expecting property name", Reason("a name in double quotes is missing")),
    ("Illegal trailing comma", Reason("a comma stands before a closing bracket")),
    ("Unterminated string", Reason("a text is not closed by a double quote")),
    ("Invalid control character", Reason("a line break or another control character stands inside a text")),
    ("Invalid \\", Reason("a backslash begins nothing that JSON knows")),
    ("Extra data", Reason("something follows the end of the value")),
)
ANY: Final = Reason("something is not written as JSON is")
NO_TEXT: Final = Reason("it is no text in UTF-8")
TOO_LONG: Final = Reason("a number has too many digits")


def explain(error: ValueError) -> Reason:
    """The sentence for an error of the JSON parser, with line and column (from 1) where they are known."""
    if isinstance(error, simplejson.JSONDecodeError):
        what = next((said for begins, said in MEANINGS if error.msg.startswith(begins)), ANY)
        return _placed(what, error.lineno, error.colno)
    if isinstance(error, UnicodeDecodeError):
        before = error.object[: error.start]
        line = before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")
        return _placed(NO_TEXT, before.count(b"\n") + 1, len(line) + 1)
    said = error.args[0] if error.args else None
    return said if isinstance(said, Reason) else TOO_LONG if "digits" in str(said) else ANY


def _placed(what: Reason, line: int, column: int) -> Reason:
    return Reason("%(reason)s (line %(line)s, column %(column)s)", reason=what, line=line, column=column)
