"""The door itself: one endpoint a file, the schemas beside them."""

from apiflask import APIBlueprint

bp = APIBlueprint("service", __name__, tag={"name": "service", "description": "The door itself"})
