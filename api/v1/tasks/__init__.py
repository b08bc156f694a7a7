"""Tasks of people: one endpoint a file, the schemas beside them."""

from apiflask import APIBlueprint

bp = APIBlueprint("tasks", __name__, tag={"name": "tasks", "description": "Tasks of people"})
