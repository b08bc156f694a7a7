"""The contracts of topics as everybody above the services finds them: connectors, doors, the documentation."""

from __future__ import annotations

from bpmn.bilingual import Bilingual
from bpmn.contracts import (
    MOST_DONG,
    OFFICE,
    Contract,
    ContractFault,
    ContractMessage,
    ContractValue,
    Header,
    Kind,
    fits,
    whole,
)

# Only services import bpmn: this is the door through which connectors and doors have the contracts.
__all__ = [
    "MOST_DONG",
    "OFFICE",
    "Bilingual",
    "Contract",
    "ContractFault",
    "ContractMessage",
    "ContractValue",
    "Header",
    "Kind",
    "fits",
    "whole",
]
