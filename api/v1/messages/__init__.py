"""Messages from outside: one endpoint a file, the schemas beside them."""

from apiflask import APIBlueprint

bp = APIBlueprint("messages", __name__, tag={"name": "messages", "description": "Messages from outside"})
