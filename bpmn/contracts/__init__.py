"""What a topic takes and gives, stated once: lint, element templates, the documentation and the workers read it here.
So are the office's own properties of elements, its roles, FEEL functions and reserved names.

The office's own topics are fixed, each with one contract, whether a worker of this installation serves it or not. Other
packages bring contracts of topics of their own with their connectors.
"""

from bpmn.bilingual import Bilingual
from bpmn.contracts.contract import Contract, ContractFault, ContractMessage, ContractValue, Header, Kind
from bpmn.contracts.kinds import MOST_DONG, fits, whole
from bpmn.contracts.office import OFFICE
from bpmn.contracts.office_dialect import CANDIDATE_GROUP, OFFICE_FUNCTIONS, RESERVED_NAMES, ROLES, VARIABLE_NAME
from bpmn.contracts.properties import CLOCK, PROPERTIES, STATUS, Property

__all__ = [
    "CANDIDATE_GROUP",
    "CLOCK",
    "MOST_DONG",
    "OFFICE",
    "OFFICE_FUNCTIONS",
    "PROPERTIES",
    "RESERVED_NAMES",
    "ROLES",
    "STATUS",
    "VARIABLE_NAME",
    "Bilingual",
    "Contract",
    "ContractFault",
    "ContractMessage",
    "ContractValue",
    "Header",
    "Kind",
    "Property",
    "fits",
    "whole",
]
