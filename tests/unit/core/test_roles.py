"""From a diagram's role to the unit whose people do the task."""

from __future__ import annotations

from uuid import UUID

import pytest

from core.domain import roles
from core.domain.roles import UnitNode, UnitUnknown


def uid(number: int) -> UUID:
    return UUID(int=number)


def node(number: int, code: str, slug: str, kind: str, parent: int | None, *fields: str) -> UnitNode:
    return UnitNode(uid(number), code, slug, kind, uid(parent) if parent else None, fields)


UNITS = {
    unit.id: unit
    for unit in (
        node(1, "H99", "tinh", "province", None),
        node(2, "H99.01", "trung-tam-tinh", "desk", 1),
        node(3, "H99.02", "so-xay-dung", "department", 1),
        node(4, "H99.02.01", "phong-cap-phep", "room", 3, "xay-dung"),
        node(10, "H99.10", "xa-mot", "commune", 1),
        node(11, "H99.10.01", "mot-cua", "desk", 10),
        node(12, "H99.10.02", "phong-kinh-te", "room", 10, "xay-dung", "dat-dai"),
        node(13, "H99.10.03", "van-phong", "room", 10, "ho-tich"),
        node(20, "H99.20", "xa-hai", "commune", 1),
        node(21, "H99.20.01", "mot-cua", "desk", 20),
        node(22, "H99.20.02", "phong-kinh-te", "room", 20),
        node(30, "H99.30", "xa-ba", "commune", 1),
        node(31, "H99.30.01", "phong-a", "room", 30),
        node(32, "H99.30.02", "phong-b", "room", 30),
    )
}


def routed(text: str, reception: int = 10, processing: int = 10, field: str = "ho-tich") -> tuple[str, int]:
    role, unit = roles.route(text, uid(reception), uid(processing), UNITS, field)
    return role, unit.int


@pytest.mark.parametrize(
    ("text", "reception", "processing", "field", "expected"),
    [
        ("receiver", 10, 10, "ho-tich", 11),
        ("receiver", 11, 10, "ho-tich", 11),
        ("returner", 20, 10, "ho-tich", 21),  # received in one commune, processed in another
        ("receiver", 1, 3, "xay-dung", 2),  # the province's desk, not the department's
        ("receiver", 30, 30, "ho-tich", 30),  # no desk
        ("reviewer", 20, 10, "ho-tich", 13),
        ("head", 10, 10, "xay-dung", 12),
        ("reviewer", 10, 10, "y-te", 10),  # no room serves it
        ("reviewer", 20, 20, "y-te", 22),  # the one room for everything
        ("reviewer", 30, 30, "y-te", 30),  # two rooms for everything: nobody can say which
        ("reviewer", 10, 12, "ho-tich", 12),  # given to a room itself
        ("reviewer", 1, 1, "xay-dung", 1),  # rooms of a department are not the province's own
        ("leader", 10, 13, "ho-tich", 10),
        ("registrar", 11, 11, "ho-tich", 10),
        ("surveyor", 10, 10, "dat-dai", 10),  # an office's own role
    ],
)
def test_route(text: str, reception: int, processing: int, field: str, expected: int) -> None:
    assert routed(text, reception, processing, field) == (text, expected)


@pytest.mark.parametrize(
    ("text", "processing", "expected"),
    [
        ("reviewer@H99.20.02", 10, 22),  # a code is one unit wherever it is
        ("reviewer@phong-kinh-te", 10, 12),  # a slug: inside the office first
        ("reviewer@phong-kinh-te", 22, 22),
        ("reviewer @ so-xay-dung", 10, 3),  # then outwards
        ("reviewer@phong-cap-phep", 13, 4),
        ("leader@xa-hai", 10, 20),
        ("reviewer@phong-kinh-te", 30, 12),  # two neighbours: the smaller code, always the same
    ],
)
def test_route_to_a_named_unit(text: str, processing: int, expected: int) -> None:
    role = text.split("@")[0].strip()
    assert routed(text, processing, processing) == (role, expected)


def test_an_unknown_unit_is_refused_by_name() -> None:
    with pytest.raises(UnitUnknown, match="reviewer@nowhere"):
        routed("reviewer@nowhere")


def test_office_and_line() -> None:
    assert roles.office_of(uid(13), UNITS) == uid(10)
    assert roles.office_of(uid(2), UNITS) == uid(1)
    assert [unit.id.int for unit in roles.line(uid(13), UNITS)] == [13, 10, 1]
    assert [unit.id.int for unit in roles.ancestors(uid(13), UNITS)] == [10, 1]


def test_a_circle_in_the_tree_hangs_nothing() -> None:
    circle = {uid(1): node(1, "A", "a", "room", 2), uid(2): node(2, "B", "b", "room", 1)}
    assert [unit.code for unit in roles.line(uid(1), circle)] == ["A", "B"]
    assert roles.office_of(uid(1), circle) == uid(2)


def test_labels() -> None:
    assert roles.label("leader") == "Lãnh đạo"
    assert roles.label("leader", "en") == "Leader"
    assert roles.label("surveyor") == "surveyor"
