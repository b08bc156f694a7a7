"""Parcels that leave the office, and the manifests of what was handed over: one endpoint a file, the schemas beside them."""

from apiflask import APIBlueprint

bp = APIBlueprint("manifests", __name__, tag={"name": "manifests", "description": "Parcels handed over to carriers"})
