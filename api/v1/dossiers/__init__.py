"""Dossiers and their history: one endpoint a file, the schemas beside them."""

from apiflask import APIBlueprint

bp = APIBlueprint("dossiers", __name__, tag={"name": "dossiers", "description": "Dossiers and their history"})
