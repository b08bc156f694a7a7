"""Generates pages of the documentation from the code."""

from __future__ import annotations

from pathlib import Path

from core.setting_names import variable
from core.settings import takes, text
from motcua.topics_page import topics_page
from workers import registry

DOCS = Path(__file__).resolve().parent.parent / "docs"

_SETTINGS = """# Settings

Every setting is an environment variable, read once at start and checked; a wrong one ends the start with a sentence that
names it, and so does a `MOTCUA_` variable that is none of them: a misspelt setting would silently not hold. Only what
Kubernetes and Docker tell of a service called “motcua…” is passed over (`MOTCUA_PORT=tcp://10.0.0.1:8000`,
`MOTCUA_SERVICE_HOST=10.0.0.1` and their like). An empty variable is as good as none. Nothing else is configured by environment, and there is no configuration file. The time zone
is no setting: the office counts and shows its time in Asia/Ho_Chi_Minh, whatever the machine is set to. (`make docs`
writes this page.)

| variable | default | what it does | what it takes |
|---|---|---|---|
"""


def settings_page() -> str:
    """docs/settings.md: one row a setting, the office's first and then those of its connectors."""
    kind = registry.settings_of(registry.own())
    rows = (
        f"| `{variable(name)}` | {_default(field.default)} | {field.description} | {takes(name, kind)} |\n"
        for name, field in kind.model_fields.items()
    )
    return _SETTINGS + "".join(rows)


def pages() -> dict[Path, str]:
    """Every generated page: its file and its text."""
    return {DOCS / "settings.md": settings_page(), DOCS / "topics.md": topics_page()}


def _default(value: object) -> str:
    written = text(value)
    return f"`{written}`" if written else "(empty)"
