"""Checks values against contracts: the inputs that a diagram gives for a call, and the outputs of a connector."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from core.services.context.contracts import Contract, ContractValue, Kind, fits
from workers.errors import ContractBroken, InputInvalid, InputMissing

if TYPE_CHECKING:
    from core.services.views.jobs import Job

SHOWN = 40  # characters of a wrong value that an incident shows


def require_inputs(job: Job, contract: Contract) -> None:
    """Raises :class:`InputMissing` or :class:`InputInvalid` for the first input or header that the contract refuses."""
    for value in contract.inputs:
        given = job.payload.get(value.name)
        if _blank(given):
            if value.required:
                raise InputMissing("input-missing", field=value.name, topic=job.topic)
        elif not fits(value.kind, given):
            code = "amount-invalid" if value.kind is Kind.AMOUNT else "input-invalid"
            raise InputInvalid(code, field=value.name, topic=job.topic, value=str(given)[:SHOWN])
    for header in contract.headers:
        chosen = job.headers.get(header.name, "").strip()
        if chosen and header.choices and chosen not in header.choices:
            raise InputInvalid("input-invalid", field=header.name, topic=job.topic, value=chosen[:SHOWN])


def require_values(given: Mapping[str, Any], expected: Iterable[ContractValue], what: str) -> None:
    """Raises :class:`ContractBroken` where a connector gives something else than ``what``'s contract says."""
    known = {value.name: value for value in expected}
    for name in given:
        if name not in known:
            raise ContractBroken(f"{what} gives {name}, which its contract does not name")
    for name, value in known.items():
        found = given.get(name)
        if found is None and value.required:
            raise ContractBroken(f"{what} does not give {name}")
        if found is not None and not fits(value.kind, found):
            raise ContractBroken(f"{what} gives a {name} that is no {value.kind}")


def _blank(given: Any) -> bool:
    return given is None or (isinstance(given, str) and not given.strip())
