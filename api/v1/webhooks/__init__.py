"""Webhooks and what was sent to them: one endpoint a file, the schemas beside them."""

from apiflask import APIBlueprint

bp = APIBlueprint("webhooks", __name__, tag={"name": "webhooks", "description": "Who is told of what happens"})
