"""The public door as a Flask application, mounted below ``/portal``."""

from __future__ import annotations

from flask import Flask

import web
from core.services.office import Office
from core.settings import Settings
from portal import catalogue, filters, navigation, push, start, tracking

DOOR = web.Door(name="portal", package="portal", cookie="motcua_portal")
PAGES = (start, catalogue, tracking, push)


def create_app(office: Office, settings: Settings) -> Flask:
    """The public pages on an office."""
    app = web.create_app(office, settings, DOOR)
    navigation.register(app)
    filters.register(app)
    for page in PAGES:
        page.register(app)
    return app
