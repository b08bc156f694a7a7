"""What outside systems send by themselves: one endpoint, each system with its own signature."""

from apiflask import APIBlueprint

bp = APIBlueprint("callbacks", __name__, enable_openapi=False)
