"""Dossiers to another version of their procedure: one endpoint a file, the schemas beside them."""

from apiflask import APIBlueprint

bp = APIBlueprint(
    "migrations", __name__, tag={"name": "migrations", "description": "Dossiers to another version of their procedure"}
)
