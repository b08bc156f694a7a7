"""Reads a pattern as XPath writes it; anything else (look-ahead, ``\\b``, possessive repeats) is refused, not guessed."""

from __future__ import annotations

from typing import NoReturn

from bpmn.feel.errors import Failure
from bpmn.feel.regex.names import BLOCKS, CATEGORIES, CLASSES
from bpmn.feel.regex.tree import (
    LAST_CODE_POINT,
    Anchor,
    BackReference,
    Category,
    Chars,
    Choice,
    Group,
    Part,
    Repeat,
    Sequence,
    inverted,
)

ESCAPED = {"n": "\n", "r": "\r", "t": "\t"} | {sign: sign for sign in "\\|.-^?*+{}()[]$"}
SPECIAL = frozenset("\\|.^?*+{}()[]$")
MAX_DEPTH = 40
MAX_COUNT = 100_000


class PatternReader:
    """One pattern; flags are checked by the caller."""

    def __init__(self, pattern: str, flags: str) -> None:
        self.flags = flags
        self.text = pattern
        self.pos = 0
        self.groups = 0
        self.closed: set[int] = set()
        self.depth = 0

    def fail(self) -> NoReturn:
        """The pattern cannot be read from here."""
        raise Failure("pattern-invalid", pattern=self.text[:60], position=self.pos + 1)

    def whole(self) -> Part:
        """The whole pattern."""
        if "q" in self.flags:
            return Sequence(tuple(Chars(((ord(char), ord(char)),)) for char in self.text))
        made = self._choice()
        if self.pos < len(self.text):
            self.fail()
        return made

    def _peek(self) -> str:
        if "x" in self.flags:
            while self.text[self.pos : self.pos + 1] in ("\t", "\n", "\r", " "):
                self.pos += 1
        return self.text[self.pos : self.pos + 1]

    def _take(self, text: str) -> bool:
        self._peek()
        if not self.text.startswith(text, self.pos):
            return False
        self.pos += len(text)
        return True

    def _choice(self) -> Part:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail()
        branches = [self._sequence()]
        while self._take("|"):
            branches.append(self._sequence())
        self.depth -= 1
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def _sequence(self) -> Part:
        parts: list[Part] = []
        while (sign := self._peek()) and sign not in "|)":
            parts.append(self._repeated(self._atom(sign)))
        return Sequence(tuple(parts))

    def _repeated(self, part: Part) -> Part:
        counts = self._counts()
        if counts is None:
            return part
        greedy = not self._take("?")
        if self._counts() is not None:
            self.fail()
        return Repeat(part, counts[0], counts[1], greedy)

    def _counts(self) -> tuple[int, int | None] | None:
        sign = self._peek()
        for written, counts in (("?", (0, 1)), ("*", (0, None)), ("+", (1, None))):
            if sign == written:
                self.pos += 1
                return counts
        return self._braces() if sign == "{" else None

    def _braces(self) -> tuple[int, int | None]:
        self.pos += 1
        least = self._digits()
        most: int | None = least
        if least is None:
            self.fail()
        if self._take(","):
            most = self._digits()
        if not self._take("}") or (most is not None and most < least):
            self.fail()
        return least, most

    def _digits(self) -> int | None:
        start = self.pos
        while self.text[self.pos : self.pos + 1] in tuple("0123456789"):
            self.pos += 1
        if start == self.pos:
            return None
        if self.pos - start > 6 or int(self.text[start : self.pos]) > MAX_COUNT:
            self.fail()
        return int(self.text[start : self.pos])

    def _atom(self, sign: str) -> Part:
        if sign == "(":
            return self._group()
        if sign == "[":
            return self._class()
        if sign == "\\":
            return self._escape()
        self.pos += 1
        if sign == ".":
            return (
                Chars(((0, LAST_CODE_POINT),)) if "s" in self.flags else Chars(((0xA, 0xA), (0xD, 0xD)), negated=True)
            )
        if sign in "^$":
            return Anchor(sign == "$", "m" in self.flags)
        if sign in SPECIAL:
            self.pos -= 1
            self.fail()
        return Chars(((ord(sign), ord(sign)),))

    def _group(self) -> Part:
        self.pos += 1
        number = None
        if self._take("?"):
            if not self._take(":"):
                self.fail()
        else:
            self.groups += 1
            number = self.groups
        inside = self._choice()
        if not self._take(")"):
            self.fail()
        if number is not None:
            self.closed.add(number)
        return Group(inside, number)

    def _escape(self) -> Part:
        sign = self.text[self.pos + 1 : self.pos + 2]
        if sign in tuple("123456789"):
            return self._back()
        return self._char_escape()

    def _back(self) -> Part:
        self.pos += 1
        number = int(self.text[self.pos])
        self.pos += 1
        while (digit := self.text[self.pos : self.pos + 1]) in tuple("0123456789") and number * 10 + int(
            digit
        ) <= self.groups:
            number = number * 10 + int(digit)
            self.pos += 1
        if number not in self.closed:
            self.fail()
        return BackReference(number)

    def _char_escape(self) -> Chars:
        sign = self.text[self.pos + 1 : self.pos + 2]
        self.pos += 2
        if sign in CLASSES:
            return CLASSES[sign]
        if sign and sign in "pP":
            return self._property(sign == "P")
        if sign not in ESCAPED:
            self.pos -= 2
            self.fail()
        code = ord(ESCAPED[sign])
        return Chars(((code, code),))

    def _property(self, negated: bool) -> Chars:
        end = self.text.find("}", self.pos)
        if self.text[self.pos : self.pos + 1] != "{" or end < 0:
            self.fail()
        name = self.text[self.pos + 1 : end].strip()
        if name in CATEGORIES:
            self.pos = end + 1
            return Chars((), (Category(name, negated),))
        if name.startswith("Is") and name[2:] in BLOCKS:
            self.pos = end + 1
            return Chars((BLOCKS[name[2:]],), negated=negated)
        self.fail()

    def _class(self) -> Chars:
        """``[…]``, perhaps less another class."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail()
        self.pos += 1
        negated = self._in_class("^")
        ranges: list[tuple[int, int]] = []
        categories: list[Category] = []
        minus: Chars | None = None
        while not self._in_class("]"):
            if self._in_class("-[", keep=1) and (ranges or categories):
                minus = self._class()
                if not self._in_class("]"):
                    self.fail()
                break
            self._class_item(ranges, categories)
        if not ranges and not categories:
            self.fail()
        self.depth -= 1
        return Chars(tuple(ranges), tuple(categories), negated, minus)

    def _in_class(self, text: str, keep: int = 0) -> bool:
        """Over the text inside a class, where white space always counts."""
        if not self.text.startswith(text, self.pos):
            return False
        self.pos += len(text) - keep
        return True

    def _class_item(self, ranges: list[tuple[int, int]], categories: list[Category]) -> None:
        low = self._class_char(ranges, categories)
        dash = self.text[self.pos : self.pos + 1] == "-" and self.text[self.pos + 1 : self.pos + 2] not in (
            "]",
            "[",
            "",
        )
        if low is None:
            return
        if not dash:
            ranges.append((low, low))
            return
        self.pos += 1
        high = self._class_char([], [])
        if high is None or high < low:
            self.fail()
        ranges.append((low, high))

    def _class_char(self, ranges: list[tuple[int, int]], categories: list[Category]) -> int | None:
        """One character's code; None when it was an escape for many, which is added."""
        sign = self.text[self.pos : self.pos + 1]
        if sign == "" or sign == "[":
            self.fail()
        if sign != "\\":
            self.pos += 1
            return ord(sign)
        found = self._char_escape()
        if (
            len(found.ranges) == 1
            and not found.categories
            and not found.negated
            and found.ranges[0][0] == found.ranges[0][1]
        ):
            return found.ranges[0][0]
        ranges.extend(_plain_ranges(found))
        categories.extend(_plain_categories(found))
        return None


def _plain_ranges(chars: Chars) -> tuple[tuple[int, int], ...]:
    """The ranges to add to a class for an escape inside it."""
    return inverted(chars.ranges) if chars.negated and not chars.categories else chars.ranges


def _plain_categories(chars: Chars) -> tuple[Category, ...]:
    """The categories to add to a class for an escape inside it; ``\\w`` is all categories it does not exclude."""
    if not chars.negated or not chars.categories:
        return chars.categories
    return tuple(Category(name) for name in ("L", "M", "N", "S"))
