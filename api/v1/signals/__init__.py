"""Signals from outside: one endpoint a file, the schemas beside them."""

from apiflask import APIBlueprint

bp = APIBlueprint("signals", __name__, tag={"name": "signals", "description": "Signals to all who wait"})
