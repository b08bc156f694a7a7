"""Pages of the documentation that are derived from the code, so that they cannot be wrong."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from core.settings import Settings

DOCS = Path(__file__).resolve().parent.parent / "docs"

_SETTINGS = """# Settings

Every setting is an environment variable, read once at start and checked; a wrong one ends the start with a sentence that
names it. Nothing else is configured by environment, and there is no configuration file. (`make docs` writes this page.)

| variable | default | what it does |
|---|---|---|
"""


def settings_page() -> str:
    """docs/settings.md: one row a setting, in the order of :class:`core.settings.Settings`."""
    rows = (
        f"| `{item.metadata['name']}` | {_default(item.default)} | {item.metadata['text']} |\n"
        for item in fields(Settings)
    )
    return _SETTINGS + "".join(rows)


def pages() -> dict[Path, str]:
    """Every generated page: its file and its text."""
    return {DOCS / "settings.md": settings_page()}


def _default(value: object) -> str:
    if isinstance(value, bool):
        value = "true" if value else "false"
    return f"`{value}`" if str(value) else "(empty)"
