"""Settings for child processes, as ``MOTCUA_*`` environment variables."""

from __future__ import annotations

import os

from core.setting_names import variable
from core.settings import Settings, text


def environment(settings: Settings) -> dict[str, str]:
    """This process's environment with ``settings`` in force for a child, wherever it starts."""
    settings = settings.but(home=settings.home.resolve())
    return {**os.environ, **{variable(name): text(value) for name, value in settings}}
