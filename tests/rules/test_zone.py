"""The office's time zone: one, the same in every room, and no machine's."""

from __future__ import annotations

import ast
import re
from datetime import UTC, datetime

from bpmn import feel, times
from core.domain import office_time
from tests.support.sources import ROOMS, ROOT, place, python_files, tree

#: The engine, its FEEL and the office stand in rooms that do not import each other.
NAMED = {"bpmn/times.py", "bpmn/feel/environment.py", "core/domain/office_time.py"}


def test_the_zone_is_named_where_the_three_rooms_need_it_and_nowhere_else() -> None:
    found = {
        place(path)
        for path in python_files(*ROOMS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and node.value == "Asia/Ho_Chi_Minh"
    }
    assert found == NAMED


def test_the_three_agree() -> None:
    here = feel.Environment(now=datetime(2026, 11, 23, tzinfo=UTC), seed="x")
    assert office_time.ZONE.key == times.ZONE.key == here.zone == "Asia/Ho_Chi_Minh"


def test_nothing_takes_the_zone_of_the_machine() -> None:
    breaches = []
    for path in python_files(*ROOMS):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                name, owner = node.func.attr, ast.unparse(node.func.value)
                given = len(node.args) + len(node.keywords)
                if (
                    (name == "astimezone" and not given)
                    or (name == "fromtimestamp" and given < 2)
                    or (owner in ("datetime", "date", "datetime.datetime", "datetime.date") and name == "today")
                    or (owner in ("datetime", "datetime.datetime") and name == "now" and not given)
                    or (owner == "time" and name in ("strftime", "localtime", "ctime"))
                ):
                    breaches.append(place(path, node))
    assert not breaches, f"use core.domain.office_time: {breaches}"


def test_the_browser_shows_the_office_s_time() -> None:
    pattern = re.compile(r"toLocale\w*String\((?![^)]*timeZone)|\.get(?:Hours|Date|Day|Month)\(")
    breaches = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "frontend" / "src").rglob("*.js")
        if pattern.search(path.read_text("utf-8"))
    ]
    assert not breaches
