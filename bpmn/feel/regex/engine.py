"""Patterns ready to run: searching, replacing, splitting. Compiled once and kept; the text is cut, never copied whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Protocol

from bpmn.feel.errors import BudgetExceeded, Failure
from bpmn.feel.regex.backtrack import Backtracker
from bpmn.feel.regex.emit import Unsupported, pattern_of
from bpmn.feel.regex.parser import PatternReader
from bpmn.feel.regex.tree import Part

try:
    import re2
except ImportError:  # pragma: no cover - the wheel is missing on this platform: the counting matcher does it all
    re2 = None

MAX_PATTERN = 1_000
MEMORY = 8 << 20
#: cost units: of a character of a pattern being read; of a match found; characters times instructions of RE2, as a
#: power of two
READ, PIECE, WORK = 8, 10, 8
FLAGS = frozenset("smixq")
REPLACEMENT = re.compile(r"\\([\\$])|\$([0-9]+)|([\\$])")
Charge = Callable[[int], None]
Groups = tuple[str | None, ...]


class Matcher(Protocol):
    """Finds matches one after another: each with the text before it; ``None`` for groups on the last, with the tail."""

    #: instructions of its program
    size: int

    def pieces(self, text: str, charge: Charge) -> Iterator[tuple[str, Groups | None]]:
        """The text in pieces."""

    def search(self, text: str, charge: Charge) -> object:
        """Something when there is a match, else None."""


class _Linear:
    """RE2, on UTF-8 bytes: offsets stay bytes, so that nothing is counted twice."""

    def __init__(self, pattern: str, ignore_case: bool) -> None:
        options = re2.Options()
        options.log_errors, options.max_mem, options.case_sensitive = False, MEMORY, not ignore_case
        try:
            self.compiled = re2.compile(pattern.encode("utf-8"), options)
        except re2.error as error:
            raise Unsupported from error
        self.size = int(self.compiled.programsize)

    def search(self, text: str, charge: Charge) -> object:
        return self.compiled.search(self._metered(text, charge))

    def _metered(self, text: str, charge: Charge) -> bytes:
        """The bytes to look through. RE2 is linear in them, but the factor may be the size of its program."""
        charge(len(text) * self.size >> WORK)
        return _encoded(text)

    def pieces(self, text: str, charge: Charge) -> Iterator[tuple[str, Groups | None]]:
        data, done = self._metered(text, charge), 0
        for match in self.compiled.finditer(data):
            charge(PIECE)
            groups = (match.group(0), *match.groups())
            yield data[done : match.start()].decode(), tuple(None if g is None else g.decode() for g in groups)
            done = match.end()
        yield data[done:].decode(), None


def _encoded(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Failure("text-broken") from error


class _Counting:
    """The matcher that goes back and counts."""

    def __init__(self, tree: Part, groups: int, ignore_case: bool) -> None:
        self.matcher, self.groups = Backtracker(tree, groups, ignore_case), groups
        self.size = len(self.matcher.code)

    def search(self, text: str, charge: Charge) -> object:
        return self.matcher.find(text, 0, charge)

    def pieces(self, text: str, charge: Charge) -> Iterator[tuple[str, Groups | None]]:
        done = start = 0
        while start <= len(text):
            slots = self.matcher.find(text, start, charge)
            if slots is None:
                break
            spans = [slots[place : place + 2] for place in range(0, 2 * self.groups + 2, 2)]
            charge(PIECE)
            yield text[done : slots[0]], tuple(text[low:high] if 0 <= low <= high else None for low, high in spans)
            done, start = slots[1], max(slots[1], slots[0] + 1)
        yield text[done:], None


class CompiledPattern:
    """A compiled pattern with what XPath's functions do with it."""

    def __init__(self, pattern: str, flags: str) -> None:
        if len(pattern) > MAX_PATTERN:
            raise Failure("pattern-too-big")
        if not set(flags) <= FLAGS:
            raise Failure("flags-invalid", flags=flags[:20])
        reader = PatternReader(pattern, flags)
        tree = reader.whole()
        self.groups, self.literal = reader.groups, "q" in flags
        self.matcher = _matcher(tree, reader.groups, "i" in flags)

    def search(self, text: str, charge: Charge) -> object:
        """Something when the pattern is found anywhere, else None."""
        return self.matcher.search(text, charge)

    def found(self, text: str, charge: Charge) -> Iterator[str]:
        """Every match."""
        for _, groups in self.matcher.pieces(text, charge):
            if groups is not None:
                yield groups[0] or ""

    def split(self, text: str, charge: Charge) -> list[str]:
        """The texts between matches (``fn:tokenize``)."""
        self._needs_length(charge)
        return [before for before, _ in self.matcher.pieces(text, charge)]

    def replace(self, text: str, replacement: str, charge: Charge, limit: int) -> str:
        """Every match replaced (``fn:replace``); raises BudgetExceeded beyond ``limit`` characters."""
        self._needs_length(charge)
        template = [replacement] if self.literal else _template(replacement, self.groups)
        made: list[str] = []
        length = 0
        for before, groups in self.matcher.pieces(text, charge):
            made.append(before)
            if groups is not None:
                made.extend(part if isinstance(part, str) else groups[part] or "" for part in template)
            length += sum(map(len, made[-len(template) - 1 :]))
            if length > limit * 2:
                raise BudgetExceeded("string", limit)
        return "".join(made)

    def _needs_length(self, charge: Charge) -> None:
        if self.matcher.search("", charge) is not None:
            raise Failure("pattern-empty")


def _template(replacement: str, groups: int) -> list[str | int]:
    """The replacement in literal texts and group numbers; ``$12`` with nine groups is group 1 and a 2."""
    made: list[str | int] = []
    done = 0
    for found in REPLACEMENT.finditer(replacement):
        made.append(replacement[done : found.start()])
        done = found.end()
        if found[3]:
            raise Failure("replacement-invalid", replacement=replacement[:60])
        if found[1]:
            made.append(found[1])
        else:
            made.extend(_group_reference(found[2], groups))
    made.append(replacement[done:])
    return made


def _group_reference(digits: str, groups: int) -> list[str | int]:
    used = 1
    while used < len(digits) and used < 5 and int(digits[: used + 1]) <= groups:
        used += 1
    number = int(digits[:used])
    return [number if number <= groups else "", digits[used:]]


def _matcher(tree: Part, groups: int, ignore_case: bool) -> Matcher:
    if re2 is not None:
        try:
            return _Linear(pattern_of(tree), ignore_case)
        except Unsupported:
            pass
    return _Counting(tree, groups, ignore_case)


class PatternCounter(Protocol):
    """Counts the cost of patterns: one evaluation."""

    @property
    def patterns(self) -> dict[tuple[str, str], CompiledPattern]:
        """The patterns it has used so far."""

    def charge(self, steps: int) -> None:
        """Count steps."""


@lru_cache(maxsize=256)
def _read(pattern: str, flags: str) -> CompiledPattern:
    return CompiledPattern(pattern, flags)


def compiled(pattern: str, flags: str, counter: PatternCounter) -> CompiledPattern:
    """The pattern ready to run; raises Failure ``pattern-invalid`` and its like.

    Reading a pattern is charged once an evaluation, cached or not: the cost of an evaluation must not depend on what ran
    before it.
    """
    found = counter.patterns.get((pattern, flags))
    if found is None:
        counter.charge(len(pattern) * READ)
        found = counter.patterns[pattern, flags] = _read(pattern, flags)
        counter.charge(found.matcher.size)
    return found
