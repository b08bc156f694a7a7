"""A room shows few of its modules; the rest is its own affair. What it shows stands in docs/architecture.md."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from tests.support.sources import ROOMS, ROOT, place, python_files, tree

#: Packages divided into rooms.
DIVIDED = ("core.services", "bpmn")
#: DMN compiles its cells with the parts FEEL is made of: two rooms of one language.
INTIMATE = {("bpmn.dmn", "bpmn.feel")}
_ROW = re.compile(r"^\| `([\w/]+)/?` \| .* \| (.*) \|$", re.MULTILINE)


#: Tables without faces: heading → the rooms whose folders it lists.
LISTED = {
    "### Rooms of core": ("core",),
    "### Rooms of workers and doors": ("workers", "admin", "portal", "api", "motcua"),
}
_LINE = re.compile(r"^\| `([\w/.]+)` \| ", re.MULTILINE)


@cache
def faces() -> dict[str, frozenset[str]]:
    """Room → the modules it shows, as the page says it: ``.`` is the package itself."""
    page = (ROOT / "docs/architecture.md").read_text("utf-8").partition("## Inside the rooms")[2]
    return {
        name.strip("/").replace("/", "."): frozenset(re.findall(r"`([\w.]+)`", shown))
        for name, shown in _ROW.findall(page)
    }


def _modules() -> dict[str, str]:
    """Dotted name → file."""
    files = [place(path) for path in python_files(*ROOMS)]
    return {name.removesuffix(".py").replace("/", ".").removesuffix(".__init__"): name for name in files}


def _room(module: str) -> str | None:
    return next((room for room in faces() if f"{module}.".startswith(f"{room}.")), None)


def _imported(module: str, known: dict[str, str]) -> Iterator[str]:
    for node in ast.walk(tree(ROOT / known[module])):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in known else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_every_room_is_on_the_page() -> None:
    rooms = {
        f"{package}.{folder.name}"
        for package in DIVIDED
        for folder in (ROOT / package.replace(".", "/")).iterdir()
        if (folder / "__init__.py").is_file()
    }
    assert set(faces()) == rooms


@pytest.mark.parametrize("heading", LISTED)
def test_every_folder_is_listed_and_what_is_listed_exists(heading: str) -> None:
    section = (ROOT / "docs/architecture.md").read_text("utf-8").partition(f"{heading}\n")[2].partition("\n#")[0]
    listed = _LINE.findall(section)
    assert not [name for name in listed if not (ROOT / name).exists()]
    folders = {
        f"{room}/{folder.name}/"
        for room in LISTED[heading]
        for folder in (ROOT / room).iterdir()
        if (folder / "__init__.py").is_file()
    }
    assert folders <= set(listed)


def test_nobody_looks_behind_a_rooms_face() -> None:
    known = _modules()
    behind = [
        f"{module} imports {found}"
        for module in known
        for found in _imported(module, known)
        if (room := _room(found)) not in (None, _room(module))
        and (_room(module), room) not in INTIMATE
        and not _shown(found, str(room))
    ]
    assert not behind, f"ask the room's face, or show the module (docs/architecture.md): {behind}"


def _shown(module: str, room: str) -> bool:
    inner = module.removeprefix(room).lstrip(".") or "."
    return any(inner == name or f"{inner}.".startswith(f"{name}.") for name in faces()[room])


@pytest.mark.parametrize("room", sorted(faces()))
def test_a_face_is_real_and_used(room: str) -> None:
    known = _modules()
    used = {found for module in known if _room(module) != room for found in _imported(module, known)}
    for name in faces()[room]:
        shown = room if name == "." else f"{room}.{name}"
        assert shown in known, f"{shown} is not there"
        assert any(f"{found}.".startswith(f"{shown}.") for found in used), (
            f"nobody outside uses {shown}: keep it inside"
        )
