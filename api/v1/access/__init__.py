"""Tokens of machines: one endpoint a file, the schemas beside them."""

from apiflask import APIBlueprint

door = APIBlueprint("access", __name__, tag={"name": "tokens", "description": "Tokens of machines"})
