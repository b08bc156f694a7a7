"""A pattern's tree as RE2 writes it; Unsupported where RE2 has no words for it."""

from __future__ import annotations

from bpmn.feel.regex.tree import Anchor, BackReference, Category, Chars, Choice, Group, Part, Repeat, Sequence, inverted


class Unsupported(Exception):
    """RE2 cannot say this."""


def _code(code: int) -> str:
    return f"\\x{{{code:X}}}"


def _category(part: Category) -> str:
    if part.name == "Cn":
        raise Unsupported
    return f"\\{'P' if part.negated else 'p'}{{{part.name}}}"


def _items(chars: Chars) -> str:
    """The inside of a class: its ranges and categories."""
    ranges = "".join(_code(low) if low == high else f"{_code(low)}-{_code(high)}" for low, high in chars.ranges)
    return ranges + "".join(map(_category, chars.categories))


def _complement(chars: Chars) -> str:
    """The inside of a class that holds all a set does not."""
    if chars.minus is not None:
        return _complement(Chars(chars.ranges, chars.categories, chars.negated)) + _union(chars.minus)
    if chars.negated:
        return _items(chars)
    if not chars.categories:
        return _items(Chars(inverted(chars.ranges)))
    if len(chars.categories) == 1 and not chars.ranges:
        only = chars.categories[0]
        return _category(Category(only.name, not only.negated))
    raise Unsupported


def _union(chars: Chars) -> str:
    """The inside of a class that holds a set."""
    if chars.minus is not None:
        raise Unsupported
    return _complement(Chars(chars.ranges, chars.categories)) if chars.negated else _items(chars)


def _chars(chars: Chars) -> str:
    if chars.minus is not None:
        inside = _complement(chars)
        return f"[^{inside}]" if inside else f"[{_code(0)}-{_code(0x10FFFF)}]"
    return f"[{'^' if chars.negated else ''}{_items(chars)}]"


def _repeat(part: Repeat) -> str:
    inside = f"(?:{pattern_of(part.inside)})"
    if max(part.least, part.most or 0) > 1000:
        raise Unsupported
    ending = "" if part.greedy else "?"
    counts = {(0, None): "*", (1, None): "+", (0, 1): "?"}.get((part.least, part.most))
    return inside + (counts or f"{{{part.least},{'' if part.most is None else part.most}}}") + ending


def pattern_of(part: Part) -> str:
    """The part in RE2's syntax; raises Unsupported."""
    if isinstance(part, Chars):
        return _chars(part)
    if isinstance(part, Sequence):
        return "".join(map(pattern_of, part.parts))
    if isinstance(part, Choice):
        return "|".join(f"(?:{pattern_of(branch)})" for branch in part.branches)
    if isinstance(part, Group):
        return f"{'(?:' if part.number is None else '('}{pattern_of(part.inside)})"
    if isinstance(part, Repeat):
        return _repeat(part)
    if isinstance(part, Anchor):
        return {(0, 0): r"\A", (1, 0): r"\z", (0, 1): "(?m:^)", (1, 1): "(?m:$)"}[int(part.end), int(part.lines)]
    assert isinstance(part, BackReference)
    raise Unsupported
