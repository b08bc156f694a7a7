"""One dossier by hand, for administrators: one endpoint a file, the schemas beside them."""

from apiflask import APIBlueprint

bp = APIBlueprint(
    "operations", __name__, tag={"name": "operations", "description": "One dossier by hand, for administrators"}
)
