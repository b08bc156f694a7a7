"""What a diagram's drawing says: rectangles and lines, and the questions one asks of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from tests.unit.procedures.shipped import NS

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle of the drawing."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def meets(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        across = self.x < other.right and other.x < self.right
        return across and self.y < other.bottom and other.y < self.bottom

    def holds(self, other: Box) -> bool:
        within = self.x <= other.x and other.right <= self.right
        return within and self.y <= other.y and other.bottom <= self.bottom

    def on_border(self, point: Point, slack: float = 1.0) -> bool:
        """Whether the point lies on the border: of a diamond's corner or a circle's rim it is the box's side middle."""
        x, y = point
        on_side = min(abs(x - self.x), abs(x - self.right)) <= slack and self.y - slack <= y <= self.bottom + slack
        on_top = min(abs(y - self.y), abs(y - self.bottom)) <= slack and self.x - slack <= x <= self.right + slack
        return on_side or on_top

    def crossed_by(self, a: Point, b: Point) -> bool:
        """Whether an upright or level line runs through the inside."""
        left, right, top, bottom = min(a[0], b[0]), max(a[0], b[0]), min(a[1], b[1]), max(a[1], b[1])
        return left < self.right - 1 and right > self.x + 1 and top < self.bottom - 1 and bottom > self.y + 1


@dataclass(frozen=True)
class Drawing:
    """Boxes and labels by element id, lines by flow id."""

    boxes: dict[str, Box]
    labels: dict[str, Box]
    lines: dict[str, list[Point]]

    def segments(self) -> list[tuple[str, Point, Point]]:
        return [(flow, a, b) for flow, points in self.lines.items() for a, b in pairwise(points)]


def _box(bounds: etree._Element) -> Box:
    return Box(*(float(bounds.get(name, "nan")) for name in ("x", "y", "width", "height")))


def read(root: etree._Element) -> Drawing:
    """The drawing of a diagram; every element may be drawn only once."""
    boxes: dict[str, Box] = {}
    labels: dict[str, Box] = {}
    lines: dict[str, list[Point]] = {}
    for shape in root.iterfind(".//di:BPMNShape", NS):
        element = shape.get("bpmnElement", "")
        assert element not in boxes, f"{element} is drawn twice"
        boxes[element] = _box(shape.find("dc:Bounds", NS))
    for edge in root.iterfind(".//di:BPMNEdge", NS):
        element = edge.get("bpmnElement", "")
        assert element not in lines, f"{element} is drawn twice"
        points = edge.iterfind("{http://www.omg.org/spec/DD/20100524/DI}waypoint")
        lines[element] = [(float(point.get("x", "nan")), float(point.get("y", "nan"))) for point in points]
    for label in root.iterfind(".//di:BPMNLabel/dc:Bounds", NS):
        element = label.getparent().getparent().get("bpmnElement", "")
        labels[element] = _box(label)
    return Drawing(boxes, labels, lines)
