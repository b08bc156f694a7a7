"""Procedures offered: one endpoint a file, the schemas beside them."""

from apiflask import APIBlueprint

bp = APIBlueprint("procedures", __name__, tag={"name": "procedures", "description": "Procedures offered"})
