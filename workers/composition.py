"""Builds the office as this program runs it, the same in each of its processes: with its connectors, the ways in which they
tell applicants, and the health checks of its workers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.services.office import Office
    from core.settings import Settings


def build(settings: Settings) -> Office:
    """The office of ``settings``. Connects to nothing."""
    from core import bootstrap
    from workers import connector_health, inbound, postage, process_health, registry

    return bootstrap.build(
        settings,
        worker_health=lambda: {**process_health.checks(settings), **connector_health.checks(settings)},
        served=registry.contracts(),
        callbacks=inbound.doors(settings),
        postage=postage.quotes(settings),
        ways=connector_health.ways(settings),
    )
