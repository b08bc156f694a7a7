"""``motcua openapi``: the description of the REST interface, as /api/v1/openapi.json serves it."""

from __future__ import annotations

import json

import click

from workers.settings import read


@click.command()
def openapi() -> None:
    """Prints the OpenAPI 3.1 document of /api/v1."""
    import api.app
    from workers.composition import build

    settings = read()
    document = api.app.create_app(build(settings), settings).test_client().get("/openapi.json").get_json()
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))
