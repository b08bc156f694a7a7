"""The contracts of topics as everybody above the services finds them: connectors, doors, the documentation."""

from __future__ import annotations

from bpmn.contracts import OFFICE, Contract, Fault, Header, Kind, Message, Value, Words, fits

__all__ = ["OFFICE", "Contract", "Fault", "Header", "Kind", "Message", "Value", "Words", "fits"]
