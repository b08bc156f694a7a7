"""Whether the address of every connector is set. Reads the settings only; calls nothing."""

from __future__ import annotations

from typing import Final

from core.domain.channels import TellBy
from core.errors.base import Reason
from core.services.health import FINE
from core.setting_names import variable
from core.settings import Settings
from workers import registry

NOT_CONFIGURED: Final = Reason("calls to %(connectors)s become incidents: %(settings)s is not set")


def checks(settings: Settings) -> dict[str, str]:
    """The check ``connectors``: ``ok``, or which of them have no address."""
    lacking = {variable(address): one.name for one in registry.connectors() for address in one.lacks(settings)}
    if not lacking:
        return {"connectors": FINE}
    names, variables = dict.fromkeys(lacking.values()), lacking
    told = Reason(NOT_CONFIGURED.template, connectors=", ".join(names), settings=", ".join(variables))
    return {"connectors": told}


def ways(settings: Settings) -> frozenset[str]:
    """The ways in which applicants can be told: e-mail always, others where their gateway is set."""
    told = (item for one in registry.connectors() for item in one.ways.items())
    return frozenset({TellBy.EMAIL, *(way for way, needed in told if getattr(settings, needed))})
