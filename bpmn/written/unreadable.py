"""The one error of reading."""

from __future__ import annotations


class Unreadable(ValueError):
    """A text cannot be understood, or only by guessing; ``code`` is a code of the form rules, which have words for people."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
