"""What carriers take: one endpoint a file, the schemas beside them."""

from apiflask import APIBlueprint

bp = APIBlueprint("postage", __name__, tag={"name": "postage", "description": "What carriers take"})
