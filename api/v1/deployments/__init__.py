"""New versions of procedures: one endpoint a file, the schemas beside them."""

from apiflask import APIBlueprint

bp = APIBlueprint("deployments", __name__, tag={"name": "deployments", "description": "New versions of procedures"})
