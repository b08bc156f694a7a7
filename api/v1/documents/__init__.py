"""Papers of dossiers: one endpoint a file, the schemas beside them."""

from apiflask import APIBlueprint

bp = APIBlueprint("documents", __name__, tag={"name": "documents", "description": "Papers of dossiers"})
