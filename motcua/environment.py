"""Settings handed to child processes the way every process gets them: as MOTCUA_* variables."""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path

from core.settings import Settings


def environment(settings: Settings) -> dict[str, str]:
    """This process's environment with ``settings`` in force for a child."""
    return {**os.environ, **{item.metadata["name"]: _text(getattr(settings, item.name)) for item in fields(settings)}}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value.resolve()) if isinstance(value, Path) else str(value)
