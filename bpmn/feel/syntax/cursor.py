"""A place in the text: white space, words, signs, literals of strings and numbers, errors with line and column."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import NoReturn

from bpmn.feel.budget import SOURCE, SourceLimits
from bpmn.feel.errors import FeelSyntaxError
from bpmn.feel.syntax.vocabulary import CONTINUING, OPENING, PART_WORD, SPACE, WORD
from bpmn.feel.values.numbers import CONTEXT

NUMBER = re.compile(r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(.))", re.DOTALL)
PLAIN_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\"}
BACKTICKS = re.compile(r"`([^`\n]+)`")


def position(text: str, pos: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset."""
    before = text[:pos]
    return before.count("\n") + 1, pos - (before.rfind("\n") + 1) + 1


def _unescape(found: re.Match[str]) -> str:
    digits = found[1] or found[2]
    if digits:
        code = int(digits, 16)
        return chr(code) if code <= 0x10FFFF else found[0]
    return PLAIN_ESCAPES.get(found[3], found[0])


def _join_surrogates(text: str) -> str:
    """Two escapes of a surrogate pair are one character (TCK writes the horse so); a lone one becomes U+FFFD."""
    if not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def string_value(body: str) -> str:
    """The string between the quotes, escapes resolved; an escape FEEL does not know stays as written (``\\d``)."""
    return _join_surrogates(ESCAPE.sub(_unescape, body)) if "\\" in body else _join_surrogates(body)


class Cursor:
    """Reads forward through a text that is at most ``limits.length`` long, counting its own work."""

    def __init__(self, text: str, limits: SourceLimits = SOURCE) -> None:
        self.text = text
        self.pos = 0
        self.limits = limits
        self.work = 0
        self.nesting = 0
        if len(text) > limits.length:
            raise FeelSyntaxError("source-too-long", 1, 1, allowed=limits.length)
        self.skip()

    def skip(self) -> None:
        """Over white space and comments."""
        while found := SPACE.match(self.text, self.pos):
            self.pos = found.end()

    def count(self) -> None:
        """One step of the parser."""
        self.work += 1
        if self.work > self.limits.work:
            self.fail("source-too-complex")

    def enter(self) -> None:
        """One level deeper."""
        self.nesting += 1
        if self.nesting > self.limits.nesting:
            self.fail("source-too-deep", allowed=self.limits.nesting)

    def leave(self) -> None:
        """One level back."""
        self.nesting -= 1

    def at(self, sign: str) -> bool:
        """Whether the sign stands here."""
        return self.text.startswith(sign, self.pos)

    def take(self, sign: str) -> bool:
        """Over the sign if it stands here."""
        if not self.text.startswith(sign, self.pos):
            return False
        self.pos += len(sign)
        self.skip()
        return True

    def need(self, sign: str) -> None:
        """Over the sign, which must stand here."""
        if not self.take(sign):
            self.expected(f"“{sign}”")

    def word(self) -> str | None:
        """The word here, not taken."""
        found = WORD.match(self.text, self.pos)
        return found.group() if found else None

    def at_keyword(self, keyword: str) -> bool:
        """Whether this very word stands here."""
        return self.at(keyword) and self.word() == keyword

    def take_keyword(self, keyword: str) -> bool:
        """Over the keyword if it stands here."""
        return self.at_keyword(keyword) and self.take(keyword)

    def need_keyword(self, keyword: str) -> None:
        """Over the keyword, which must stand here."""
        if not self.take_keyword(keyword):
            self.expected(f"“{keyword}”")

    def joined_words(self) -> str | None:
        """Takes words that are not keywords, side by side: a name that need not be declared beforehand."""
        first = self.word()
        if first is None or first in OPENING:
            return None
        words, found = [first], True
        self.pos += len(first)
        self.skip()
        while found:
            part = PART_WORD.match(self.text, self.pos)
            found = part is not None and part.group() not in CONTINUING
            if part is not None and found:
                words.append(part.group())
                self.pos = part.end()
                self.skip()
        return unicodedata.normalize("NFC", " ".join(words))

    def string(self) -> str | None:
        """The string literal here, its value; taken."""
        if not self.at('"'):
            return None
        found = STRING.match(self.text, self.pos)
        if not found:
            self.fail("string-open")
        self.pos = found.end()
        self.skip()
        return string_value(found[1])

    def number(self) -> Decimal | None:
        """The number literal here, rounded to 34 digits; taken."""
        found = NUMBER.match(self.text, self.pos)
        if not found:
            return None
        start = self.pos
        self.pos = found.end()
        number = self._decimal(found.group(), start)
        self.skip()
        return number

    def _decimal(self, text: str, start: int) -> Decimal:
        try:
            return CONTEXT.create_decimal(text)
        except ArithmeticError:
            self.pos = start
            self.fail("number-too-big")

    def back_quoted(self) -> str | None:
        """A name in back quotes, as Camunda writes names that need knowing; taken."""
        found = BACKTICKS.match(self.text, self.pos)
        if not found:
            return None
        self.pos = found.end()
        self.skip()
        return unicodedata.normalize("NFC", " ".join(found[1].split()))

    def here(self) -> str:
        """What stands here, short, for a message."""
        if self.pos >= len(self.text):
            return ""
        found = PART_WORD.match(self.text, self.pos)
        return found.group()[:30] if found else self.text[self.pos]

    def fail(self, code: str, found: str = "", expected: str = "", **facts: object) -> NoReturn:
        """A syntax error at this place."""
        line, column = position(self.text, self.pos)
        raise FeelSyntaxError(code, line, column, found, expected, **facts)

    def expected(self, what: str) -> NoReturn:
        """A syntax error: something else should stand here."""
        found = self.here()
        self.fail("expected" if found else "expected-at-end", found, what)
