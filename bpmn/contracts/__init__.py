"""What a topic takes and gives, stated once: lint, element templates, the documentation and the workers read it here.

The office's own topics are fixed, each with one contract, whether a worker of this installation serves it or not. Other
packages bring contracts of topics of their own with their connectors.
"""

from bpmn.contracts.contract import Contract, Fault, Header, Kind, Message, Value, Words
from bpmn.contracts.kinds import MOST_DONG, fits, whole
from bpmn.contracts.office import OFFICE

__all__ = [
    "MOST_DONG",
    "OFFICE",
    "Contract",
    "Fault",
    "Header",
    "Kind",
    "Message",
    "Value",
    "Words",
    "fits",
    "whole",
]
