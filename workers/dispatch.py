"""Brings a call to the connector that serves its topic, and holds both sides to the topic's contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from workers import registry, validation
from workers.desk import Desk
from workers.errors import NotConfigured, Refused

if TYPE_CHECKING:
    from core.services.views.jobs import Job


def dispatch(job: Job, desk: Desk) -> Mapping[str, Any]:
    """Carries out a call and returns its outputs. Raises :class:`OutsideError`; a refusal knows its BPMN error."""
    call = registry.call(job.topic)
    if call is None:
        raise NotConfigured("no-connector", topic=job.topic)
    contract = registry.contracts()[job.topic]
    validation.require_inputs(job, contract)
    try:
        outputs = call.act(job, desk)
    except Refused as error:
        error.fault = call.faults.get(error.reason_code, "")
        raise
    validation.require_values(outputs, contract.outputs, job.topic)
    return outputs
