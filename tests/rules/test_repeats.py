"""No run of six lines stands twice without a reason: what two places know belongs into one, or a comment says why it does not.

Lines are compared as they are, white space aside; blank lines, comments, imports, `__all__` and lone punctuation count for nothing. The reason
is a comment right above one of the two runs or within it.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from tests.support.sources import ROOMS, ROOT, place, python_files

RUN = 6
#: a migration is what the schema was: it is written once and never again
WRITTEN_ONCE = "core/db/migrations/versions/"
#: the punctuation of pages
_ENDS = re.compile(r"</\w+>|\{% end\w+ %\}|\{% else %\}")


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """A file's lines that count, and the numbers of those that are comments."""

    name: str
    lines: tuple[Line, ...]
    comments: frozenset[int]

    def reasoned(self, start: int, end: int) -> bool:
        """Whether a comment stands right above the run of these lines, or within it."""
        return any(n in self.comments for n in range(self.lines[start].number - 1, self.lines[end].number))


def source(name: str, text: str) -> Source:
    """What counts of a file."""
    imports = {
        number
        for node in (ast.walk(ast.parse(text)) if name.endswith(".py") else ())
        if isinstance(node, ast.Import | ast.ImportFrom) or _names(node)
        for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    lines, comments = [], set()
    for number, line in enumerate(text.splitlines(), 1):
        bare = " ".join(line.split())
        if bare.startswith(("#", "{#")):
            comments.add(number)
        elif number not in imports and any(char.isalnum() for char in _ENDS.sub("", bare)):
            lines.append(Line(number, bare))
    return Source(name, tuple(lines), frozenset(comments))


def _names(node: ast.AST) -> bool:
    """Whether it says what a module gives: no more than its imports over again."""
    return isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__all__"]


def repeats(sources: list[Source]) -> Iterator[str]:
    """The places of runs that stand twice, with no reason beside either."""
    begins: dict[tuple[str, ...], list[tuple[Source, int]]] = defaultdict(list)
    for each in sources:
        texts = [line.text for line in each.lines]
        for start in range(len(texts) - RUN + 1):
            begins[tuple(texts[start : start + RUN])].append((each, start))
    for (one, here), *others in begins.values():
        for other, there in others:
            if not _same(one, here - 1, other, there - 1):  # else the run was told where it begins
                length = _length(one, here, other, there)
                if not one.reasoned(here, here + length - 1) and not other.reasoned(there, there + length - 1):
                    yield f"{one.name}:{one.lines[here].number} ~ {other.name}:{other.lines[there].number}"


def _length(one: Source, here: int, other: Source, there: int) -> int:
    return next(n for n in count() if not _same(one, here + n, other, there + n))


def _same(one: Source, here: int, other: Source, there: int) -> bool:
    inside = 0 <= here < len(one.lines) and 0 <= there < len(other.lines)
    return inside and one.lines[here].text == other.lines[there].text


def _sources() -> list[Source]:
    pages = [page for room in ROOMS for page in (ROOT / room).rglob("*.html")]
    files: list[Path] = [*python_files(*ROOMS, "tests", "benchmarks"), *pages]
    return [source(place(file), file.read_text("utf-8")) for file in files if WRITTEN_ONCE not in place(file)]


def test_nothing_stands_twice_without_a_reason() -> None:
    found = list(repeats(_sources()))
    assert not found, "let both ask one place, or write above one of them why they differ:\n" + "\n".join(found)


RUN_OF_SIX = "\n".join(f"x{number} = {number}" for number in range(RUN))


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (RUN_OF_SIX, RUN_OF_SIX, 1),
        (RUN_OF_SIX, RUN_OF_SIX.replace("x3", "y"), 0),
        (RUN_OF_SIX, "# counted apart: the other grows\n" + RUN_OF_SIX, 0),
        (RUN_OF_SIX, RUN_OF_SIX.replace("x3", "    # apart: the other grows\nx3"), 0),
        ("import a\n" * 9, "import a\n" * 9, 0),
        (RUN_OF_SIX, "if x:\n" + RUN_OF_SIX.replace("x", "    x"), 1),
    ],
)
def test_the_rule_sees_what_it_forbids(one: str, other: str, found: int) -> None:
    assert len(list(repeats([source("a.py", one), source("b.py", other)]))) == found
