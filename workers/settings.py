"""The settings in force: the office's own and those of the connectors, read from ``MOTCUA_*``."""

from __future__ import annotations

from collections.abc import Mapping

from core import settings as core_settings
from core.errors.base import Reason
from core.errors.settings import SettingInvalid
from core.setting_names import variable
from core.setting_values import rates_of
from core.settings import Settings
from workers import registry


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """Reads and checks them all. Raises :class:`SettingInvalid` or :class:`SettingUnknown`, naming the variable."""
    settings = core_settings.read(environment, registry.settings_kind())
    names = [one.name for one in registry.connectors()]
    for name in rates_of(settings.call_rates):
        if name not in names:
            reason = Reason(
                "there is no outside system “%(name)s”: use one of %(list)s", name=name, list=", ".join(names)
            )
            raise SettingInvalid(name=variable("call_rates"), reason=reason)
    return settings
