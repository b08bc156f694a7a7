"""Hands a call to the connector that serves its topic, and checks inputs and outputs against the topic's contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from workers import registry, validation
from workers.context import WorkerContext
from workers.errors import NotConfigured, Refused

if TYPE_CHECKING:
    from core.services.views.jobs import Job


def dispatch(job: Job, ctx: WorkerContext) -> Mapping[str, Any]:
    """Carries out a call and returns its outputs. Raises :class:`OutsideError`; a refusal knows its BPMN error."""
    handler = registry.handler(job.topic)
    if handler is None:
        raise NotConfigured("no-connector", topic=job.topic)
    contract = registry.contracts()[job.topic]
    validation.require_inputs(job, contract)
    try:
        outputs = handler.act(job, ctx)
    except Refused as error:
        error.fault = handler.faults.get(error.reason_code, "")
        raise
    validation.require_values(outputs, contract.outputs, job.topic)
    return outputs
