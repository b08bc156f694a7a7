"""A matcher for what RE2 refuses: back references, Unicode's unassigned characters, huge repeats.

It goes back and tries again as Perl's do, on a stack of its own, and every step is counted: a pattern that explodes
meets the evaluation's budget.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from bpmn.feel.errors import Failure
from bpmn.feel.regex.tree import Anchor, BackReference, Chars, Choice, Group, Part, Repeat, Sequence

MAX_PROGRAM = 20_000
#: cost units of sixteen steps
STEPS = 24
CHARS, SPLIT, JUMP, SAVE, BACK, ASSERT, MARK, MOVED, DONE = range(9)
Charge = Callable[[int], None]
Slots = tuple[int, ...]


class Instruction(NamedTuple):
    """``number`` is a slot, a group, or where to go on (an index of the program); ``otherwise`` is tried after it."""

    kind: int
    number: int = 0
    otherwise: int = 0
    part: Chars | Anchor | None = None


class _Program:
    """Instructions of a pattern; ``slots`` counts positions remembered: two a group, one a loop."""

    def __init__(self, groups: int) -> None:
        self.code: list[Instruction] = []
        self.slots = 2 * (groups + 1)

    def add(self, kind: int, number: int = 0, part: Chars | Anchor | None = None) -> int:
        if len(self.code) >= MAX_PROGRAM:
            raise Failure("pattern-too-big")
        self.code.append(Instruction(kind, number, part=part))
        return len(self.code) - 1

    def emit(self, part: Part) -> None:
        if isinstance(part, Chars):
            self.add(CHARS, part=part)
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
            self.add(ASSERT, part=part)
        else:
            assert isinstance(part, BackReference)
            self.add(BACK, part.group)

    def _choice(self, part: Choice) -> None:
        ends: list[int] = []
        for branch in part.branches[:-1]:
            split = self.add(SPLIT)
            self.emit(branch)
            ends.append(self.add(JUMP))
            self.code[split] = Instruction(SPLIT, split + 1, len(self.code))
        self.emit(part.branches[-1])
        for end in ends:
            self.code[end] = Instruction(JUMP, len(self.code))

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
        self.code[at] = Instruction(SPLIT, into, past) if greedy else Instruction(SPLIT, past, into)


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
                instruction = self.code[place]
                kind = instruction.kind
                if kind == DONE:
                    return slots
                if kind == SPLIT:
                    waiting.append((instruction.otherwise, pos, slots))
                    place = instruction.number
                    continue
                moved = self._step(instruction, text, pos, slots)
                if moved is None:
                    break
                pos, slots = moved
                place = instruction.number if kind == JUMP else place + 1
        return None

    def _step(self, instruction: Instruction, text: str, pos: int, slots: Slots) -> tuple[int, Slots] | None:
        """One instruction that does not branch: the new position, or None when it fails."""
        kind, number, _, part = instruction
        if isinstance(part, Chars):
            return (pos + 1, slots) if self._has(part, text[pos : pos + 1]) else None
        if kind in (SAVE, MARK):
            return pos, (*slots[:number], pos, *slots[number + 1 :])
        if kind == MOVED:
            return None if slots[number] == pos else (pos, slots)
        if isinstance(part, Anchor):
            return (pos, slots) if self._asserted(part, text, pos) else None
        return self._again(number, text, pos, slots) if kind == BACK else (pos, slots)

    def _has(self, chars: Chars, char: str) -> bool:
        if not char:
            return False
        return any(map(chars.has, _folds(char))) if self.ignore_case else chars.has(char)

    def _asserted(self, anchor: Anchor, text: str, pos: int) -> bool:
        if anchor.end:
            return pos == len(text) or (anchor.lines and text[pos] == "\n")
        return pos == 0 or (anchor.lines and text[pos - 1] == "\n")

    def _again(self, group: int, text: str, pos: int, slots: Slots) -> tuple[int, Slots] | None:
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
