"""Tokens of machines: one endpoint a file, the schemas beside them."""

from apiflask import APIBlueprint

bp = APIBlueprint("access", __name__, tag={"name": "tokens", "description": "Tokens of machines"})
