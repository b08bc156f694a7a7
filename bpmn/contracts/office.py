"""The office's own topics: a fixed list, whether this installation has a worker for each of them or not."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bpmn.contracts import civil_status, document, lookups, notification, offices, payment, postal, records
from bpmn.contracts.contract import Contract

_ALL: Final = (
    *postal.CONTRACTS,
    *notification.CONTRACTS,
    *records.CONTRACTS,
    *offices.CONTRACTS,
    *lookups.CONTRACTS,
    *civil_status.CONTRACTS,
    *payment.CONTRACTS,
    *document.CONTRACTS,
)

#: Topic → its contract.
OFFICE: Final[Mapping[str, Contract]] = MappingProxyType({contract.topic: contract for contract in _ALL})
