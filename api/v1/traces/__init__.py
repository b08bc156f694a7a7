"""Traces, for auditors: one endpoint a file, the schemas beside them."""

from apiflask import APIBlueprint

bp = APIBlueprint("traces", __name__, tag={"name": "traces", "description": "Who read what, and the office's journal"})
