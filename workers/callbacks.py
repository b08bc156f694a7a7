"""Brings what the outside tells later to the dossier that waits for it, as the message its contract names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.services.views.actors import SYSTEM
from workers import registry, validation
from workers.desk import Desk
from workers.errors import ContractBroken


def deliver(desk: Desk, name: str, key: str, variables: Mapping[str, Any], identity: str) -> None:
    """Delivers the message ``name`` to the dossier that waits for it with ``key``; the same ``identity`` again is one.

    Raises ``NothingWaiting``, and :class:`ContractBroken` where no served contract names the message like that.
    """
    message = registry.message(name)
    if message is None:
        raise ContractBroken(f"no contract names the message {name}")
    validation.require_values(variables, message.variables, name)
    desk.office.messages.correlate(name, key, dict(variables), by=SYSTEM, key=identity)
