"""How calls to the outside go: one endpoint a file, the schemas beside them."""

from apiflask import APIBlueprint

bp = APIBlueprint("outside_systems", __name__, tag={"name": "outside systems", "description": "How calls outside go"})
