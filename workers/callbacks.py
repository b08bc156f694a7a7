"""Delivers later answers of outside systems, as messages of their contracts, to the dossiers that wait for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.services.views.actors import SYSTEM
from workers import registry, validation
from workers.context import WorkerContext
from workers.errors import ContractBroken


def deliver(
    ctx: WorkerContext, name: str, key: str, variables: Mapping[str, Any], identity: str, dossier: str | None = None
) -> tuple[str, ...]:
    """Delivers the message ``name`` to the dossiers that wait for it with ``key``, and returns their codes.

    ``dossier``: to this one alone, whatever its key. A repeat with the same ``identity`` changes nothing.

    Raises ``NothingWaiting``, and :class:`ContractBroken` where no served contract names the message like that.
    """
    message = registry.message(name)
    if message is None:
        raise ContractBroken(f"no contract names the message {name}")
    validation.require_values(variables, message.variables, name)
    if dossier is not None:
        return ctx.office.messages.correlate_to(dossier, name, dict(variables), by=SYSTEM, key=f"{identity}>{dossier}")
    return ctx.office.messages.correlate(name, key, dict(variables), by=SYSTEM, key=identity)
