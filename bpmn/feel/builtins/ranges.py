"""Range functions (DMN 10.3.4.9): how points and ranges lie to each other. The formulas are the specification's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bpmn.feel.builtins.registry import built_in
from bpmn.feel.errors import Failure
from bpmn.feel.operations.equality import equal
from bpmn.feel.operations.ordering import less
from bpmn.feel.values import Range


def _ends(*ranges: object) -> None:
    for value in ranges:
        if isinstance(value, Range) and value.operator == "!=":
            raise Failure("range-function-kinds")


def _open_or_apart(end: Range, start: Range) -> bool:
    """The first range ends before the second starts."""
    touching = not end.end_included or not start.start_included
    return less(end.end, start.start) or (touching and equal(end.end, start.start))


def before_points(a: object, b: object) -> bool:
    """The first point comes first."""
    return less(a, b)


def before_point_range(point: object, r: Range) -> bool:
    """The point lies before the range."""
    return less(point, r.start) or (equal(point, r.start) and not r.start_included)


def before_range_point(r: Range, point: object) -> bool:
    """The range ends before the point."""
    return less(r.end, point) or (equal(r.end, point) and not r.end_included)


def meets(a: Range, b: Range) -> bool:
    """The first ends where the second starts, both closed there."""
    return a.end_included and b.start_included and equal(a.end, b.start)


def _reaches(a: Range, b: Range) -> bool:
    """The first ends at or after the second's start."""
    return less(b.start, a.end) or (equal(a.end, b.start) and a.end_included and b.start_included)


def overlaps(a: Range, b: Range) -> bool:
    """They have something in common."""
    return _reaches(a, b) and _reaches(b, a)


def overlaps_before(a: Range, b: Range) -> bool:
    """They overlap, and the first starts and ends first."""
    starts = less(a.start, b.start) or (equal(a.start, b.start) and a.start_included and not b.start_included)
    ends = less(a.end, b.end) or (equal(a.end, b.end) and (not a.end_included or b.end_included))
    return starts and _reaches(a, b) and ends


def overlaps_after(a: Range, b: Range) -> bool:
    """They overlap, and the first starts and ends last."""
    starts = less(b.start, a.start) or (equal(b.start, a.start) and b.start_included and not a.start_included)
    ends = less(b.end, a.end) or (equal(b.end, a.end) and (not b.end_included or a.end_included))
    return starts and _reaches(b, a) and ends


def finishes_point(point: object, r: Range) -> bool:
    """The range ends, closed, at the point."""
    return r.end_included and equal(r.end, point)


def finishes(a: Range, b: Range) -> bool:
    """They end together, and the first starts no earlier."""
    together = a.end_included == b.end_included and equal(a.end, b.end)
    later = less(b.start, a.start) or (equal(a.start, b.start) and (not a.start_included or b.start_included))
    return together and later


def includes_point(r: Range, point: object) -> bool:
    """The point lies in the range."""
    inside = less(r.start, point) and less(point, r.end)
    return inside or (r.start_included and equal(r.start, point)) or (r.end_included and equal(r.end, point))


def includes(a: Range, b: Range) -> bool:
    """The first holds all of the second."""
    starts = less(a.start, b.start) or (equal(a.start, b.start) and (a.start_included or not b.start_included))
    ends = less(b.end, a.end) or (equal(a.end, b.end) and (a.end_included or not b.end_included))
    return starts and ends


def starts_point(point: object, r: Range) -> bool:
    """The range starts, closed, at the point."""
    return r.start_included and equal(r.start, point)


def starts(a: Range, b: Range) -> bool:
    """They start together, and the first ends no later."""
    together = a.start_included == b.start_included and equal(a.start, b.start)
    sooner = less(a.end, b.end) or (equal(a.end, b.end) and (not a.end_included or b.end_included))
    return together and sooner


def coincides(a: Range, b: Range) -> bool:
    """The same ends, equally open."""
    same_ends = equal(a.start, b.start) and equal(a.end, b.end)
    return same_ends and a.start_included == b.start_included and a.end_included == b.end_included


Decide = Callable[[Any, Any], bool]


def _declare(name: str, kinds: str, decide: Decide) -> None:
    """One signature: ``kinds`` is two letters, p for a point and r for a range."""
    names = {"p": "point", "r": "range"}
    first, second = kinds[0], kinds[1]
    numbered = first == second
    text = ", ".join(
        f"{names[kind]}{place if numbered else ''}: {'range' if kind == 'r' else 'any'}"
        for place, kind in ((1, first), (2, second))
    )

    def checked(a: object, b: object) -> bool:
        if isinstance(a, Range) != (first == "r") or isinstance(b, Range) != (second == "r"):
            raise Failure("range-function-kinds")
        _ends(a, b)
        return decide(a, b)

    built_in(name, text, "boolean")(checked)


def _swapped(decide: Decide) -> Decide:
    return lambda a, b: decide(b, a)


for _name, _kinds, _decide in (
    ("before", "rr", _open_or_apart),
    ("before", "pr", before_point_range),
    ("before", "rp", before_range_point),
    ("before", "pp", before_points),
    ("after", "rr", _swapped(_open_or_apart)),
    ("after", "pr", _swapped(before_range_point)),
    ("after", "rp", _swapped(before_point_range)),
    ("after", "pp", _swapped(before_points)),
    ("meets", "rr", meets),
    ("met by", "rr", _swapped(meets)),
    ("overlaps", "rr", overlaps),
    ("overlaps before", "rr", overlaps_before),
    ("overlaps after", "rr", overlaps_after),
    ("finishes", "rr", finishes),
    ("finishes", "pr", finishes_point),
    ("finished by", "rr", _swapped(finishes)),
    ("finished by", "rp", _swapped(finishes_point)),
    ("includes", "rr", includes),
    ("includes", "rp", includes_point),
    ("during", "rr", _swapped(includes)),
    ("during", "pr", _swapped(includes_point)),
    ("starts", "rr", starts),
    ("starts", "pr", starts_point),
    ("started by", "rr", _swapped(starts)),
    ("started by", "rp", _swapped(starts_point)),
    ("coincides", "rr", coincides),
    ("coincides", "pp", equal),
):
    _declare(_name, _kinds, _decide)
