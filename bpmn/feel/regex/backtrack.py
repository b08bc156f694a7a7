"""A matcher for what RE2 refuses: back references, Unicode's unassigned characters, huge repeats.

It goes back and tries again as Perl's do, on a stack of its own, and every step is counted: a pattern that explodes
meets the evaluation's budget.
"""

from __future__ import annotations

from collections.abc import Callable

from bpmn.feel.errors import Failure
from bpmn.feel.regex.tree import Anchor, Back, Chars, Choice, Group, Part, Repeat, Sequence

MAX_PROGRAM = 20_000
#: units of work of sixteen steps
STEPS = 24
CHARS, SPLIT, JUMP, SAVE, BACK, ASSERT, MARK, MOVED, DONE = range(9)
Instruction = tuple[int, object, object]
Charge = Callable[[int], None]
Slots = tuple[int, ...]


class _Program:
    """Instructions of a pattern; ``slots`` counts positions remembered: two a group, one a loop."""

    def __init__(self, groups: int) -> None:
        self.code: list[Instruction] = []
        self.slots = 2 * (groups + 1)

    def add(self, kind: int, first: object = None, second: object = None) -> int:
        if len(self.code) >= MAX_PROGRAM:
            raise Failure("pattern-too-big")
        self.code.append((kind, first, second))
        return len(self.code) - 1

    def emit(self, part: Part) -> None:
        if isinstance(part, Chars):
            self.add(CHARS, part)
        elif isinstance(part, Sequence):
            for inner in part.parts:
                self.emit(inner)
        elif isinstance(part, Choice):
            self._choice(part)
        elif isinstance(part, Group):
            self._group(part)
        elif isinstance(part, Repeat):
            self._repeat(part)
        elif isinstance(part, Anchor):
            self.add(ASSERT, part)
        else:
            assert isinstance(part, Back)
            self.add(BACK, part.group)

    def _choice(self, part: Choice) -> None:
        ends: list[int] = []
        for branch in part.branches[:-1]:
            split = self.add(SPLIT)
            self.emit(branch)
            ends.append(self.add(JUMP))
            self.code[split] = (SPLIT, split + 1, len(self.code))
        self.emit(part.branches[-1])
        for end in ends:
            self.code[end] = (JUMP, len(self.code), None)

    def _group(self, part: Group) -> None:
        if part.number is None:
            return self.emit(part.inside)
        self.add(SAVE, part.number * 2)
        self.emit(part.inside)
        self.add(SAVE, part.number * 2 + 1)
        return None

    def _repeat(self, part: Repeat) -> None:
        for _ in range(part.least):
            self.emit(part.inside)
        if part.most is None:
            self._loop(part)
            return
        splits: list[int] = []
        for _ in range(part.most - part.least):
            splits.append(self.add(SPLIT))
            self.emit(part.inside)
        for split in splits:
            self._branch(split, split + 1, len(self.code), part.greedy)

    def _loop(self, part: Repeat) -> None:
        slot, self.slots = self.slots, self.slots + 1
        split = self.add(SPLIT)
        self.add(MARK, slot)
        self.emit(part.inside)
        self.add(MOVED, slot)
        self.add(JUMP, split)
        self._branch(split, split + 1, len(self.code), part.greedy)

    def _branch(self, at: int, into: int, past: int, greedy: bool) -> None:
        self.code[at] = (SPLIT, into, past) if greedy else (SPLIT, past, into)


def _folds(char: str) -> tuple[str, ...]:
    return tuple({variant for variant in (char, char.lower(), char.upper()) if len(variant) == 1})


class Backtracker:
    """A compiled pattern."""

    def __init__(self, tree: Part, groups: int, ignore_case: bool) -> None:
        program = _Program(groups)
        program.add(SAVE, 0)
        program.emit(tree)
        program.add(SAVE, 1)
        program.add(DONE)
        self.code, self.slots, self.ignore_case = program.code, program.slots, ignore_case

    def match_at(self, text: str, start: int, charge: Charge) -> Slots | None:
        """Positions of the groups for a match that starts exactly here."""
        waiting: list[tuple[int, int, Slots]] = [(0, start, (-1,) * self.slots)]
        steps = 0
        while waiting:
            place, pos, slots = waiting.pop()
            while True:
                steps += 1
                if not steps & 15:
                    charge(STEPS)
                kind, first, second = self.code[place]
                if kind == DONE:
                    return slots
                if kind == SPLIT:
                    waiting.append((second, pos, slots))  # type: ignore[arg-type]
                    place = first  # type: ignore[assignment]
                    continue
                moved = self._step(kind, first, text, pos, slots)
                if moved is None:
                    break
                pos, slots = moved
                place = first if kind == JUMP else place + 1  # type: ignore[assignment]
        return None

    def _step(self, kind: int, first: object, text: str, pos: int, slots: Slots) -> tuple[int, Slots] | None:
        """One instruction that does not branch: the new position, or None when it fails."""
        if kind == CHARS:
            return (pos + 1, slots) if self._has(first, text[pos : pos + 1]) else None
        if kind in (SAVE, MARK):
            assert isinstance(first, int)
            return pos, (*slots[:first], pos, *slots[first + 1 :])
        if kind == MOVED:
            assert isinstance(first, int)
            return None if slots[first] == pos else (pos, slots)
        if kind == ASSERT:
            return (pos, slots) if self._asserted(first, text, pos) else None
        return self._again(first, text, pos, slots) if kind == BACK else (pos, slots)

    def _has(self, chars: object, char: str) -> bool:
        assert isinstance(chars, Chars)
        if not char:
            return False
        return any(map(chars.has, _folds(char))) if self.ignore_case else chars.has(char)

    def _asserted(self, anchor: object, text: str, pos: int) -> bool:
        assert isinstance(anchor, Anchor)
        if anchor.end:
            return pos == len(text) or (anchor.lines and text[pos] == "\n")
        return pos == 0 or (anchor.lines and text[pos - 1] == "\n")

    def _again(self, group: object, text: str, pos: int, slots: Slots) -> tuple[int, Slots] | None:
        assert isinstance(group, int)
        low, high = slots[group * 2], slots[group * 2 + 1]
        wanted = text[low:high] if 0 <= low <= high else ""
        found = text[pos : pos + len(wanted)]
        same = found == wanted or (self.ignore_case and found.lower() == wanted.lower())
        return (pos + len(wanted), slots) if same else None

    def find(self, text: str, start: int, charge: Charge) -> Slots | None:
        """The first match from a position on."""
        for pos in range(start, len(text) + 1):
            charge(1)
            found = self.match_at(text, pos, charge)
            if found is not None:
                return found
        return None
