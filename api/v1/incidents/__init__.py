"""What needs an administrator: one endpoint a file, the schemas beside them."""

from apiflask import APIBlueprint

bp = APIBlueprint("incidents", __name__, tag={"name": "incidents", "description": "What needs an administrator"})
