"""A setting that is wrong."""

from __future__ import annotations

from core.errors.base import CoreError


class SettingInvalid(CoreError):
    code = "setting-invalid"
    template = "The setting %(name)s is wrong: %(reason)s"


class SettingUnknown(SettingInvalid):
    code = "setting-unknown"
    template = "There is no setting %(name)s: %(reason)s"
