"""Whether the address of every connector is set. Reads the settings only; calls nothing."""

from __future__ import annotations

from typing import Final

from core.errors.base import Reason
from core.services.health import FINE
from core.settings import Settings, variable
from workers import registry

NOT_CONFIGURED: Final = Reason("calls to %(connectors)s become incidents: %(settings)s is not set")


def checks(settings: Settings) -> dict[str, str]:
    """The check ``connectors``: ``ok``, or which of them have no address."""
    lacking = [one for one in registry.connectors() if one.address and not getattr(settings, one.address)]
    if not lacking:
        return {"connectors": FINE}
    names, variables = (one.name for one in lacking), (variable(one.address) for one in lacking)
    told = Reason(NOT_CONFIGURED.template, connectors=", ".join(names), settings=", ".join(variables))
    return {"connectors": told}
