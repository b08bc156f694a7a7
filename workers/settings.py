"""The settings in force: the office's own and those of the connectors, read from ``MOTCUA_*``."""

from __future__ import annotations

from collections.abc import Mapping

from core import settings as core_settings
from core.settings import Settings
from workers import registry


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """Reads and checks them all. Raises :class:`SettingInvalid` or :class:`SettingUnknown`, naming the variable."""
    return core_settings.read(environment, registry.settings_kind())
