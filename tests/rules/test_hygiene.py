"""What must not stand in the tree: addresses of registries, paths of one machine, secrets, the environment read anywhere."""

from __future__ import annotations

import ast
import re

from tests.support.sources import ROOMS, place, python_files, tracked, tree

REGISTRIES = re.compile(rb"registry[.]npm|pypi[.]|pythonhoste[d]|deb[.]debian", re.IGNORECASE)
MACHINE_PATHS = re.compile(rb"(?:^|[^A-Za-z0-9_.~-])/(?:home|Users|root|work|farm)/")
TEXTS = {
    ".py",
    ".toml",
    ".txt",
    ".json",
    ".js",
    ".css",
    ".html",
    ".yaml",
    ".yml",
    ".md",
    ".cfg",
    ".sh",
    ".po",
    ".bpmn",
    ".form",
    "",
}
# The three that meet the environment: the settings, and who hands it to child processes.
READS_ENVIRONMENT = {"core/settings.py", "motcua/environment.py", "motcua/processes.py"}


def _lines_with(pattern: re.Pattern[bytes]) -> list[str]:
    found = []
    for path in tracked():
        if path.suffix in TEXTS:
            for number, line in enumerate(path.read_bytes().splitlines(), 1):
                if pattern.search(line):
                    found.append(f"{place(path)}:{number}")
    return found


def test_no_registry_is_named() -> None:
    assert not _lines_with(REGISTRIES), "lock files carry hashes, never addresses"


def test_no_path_of_a_machine_is_named() -> None:
    assert not _lines_with(MACHINE_PATHS), "write paths relative to the project"


def test_only_the_settings_read_the_environment() -> None:
    breaches = [
        place(path, node)
        for path in python_files(*ROOMS)
        if place(path) not in READS_ENVIRONMENT
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv") and isinstance(node.value, ast.Name)
        if node.value.id == "os"
    ]
    assert not breaches, f"add a field to core/settings.py instead: {breaches}"
