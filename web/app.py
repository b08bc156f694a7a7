"""The application every web door starts from: safe headers and cookies, words, assets, guards and error pages."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Flask
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from core.services.office import Office
from core.settings import Settings
from web import assets, badges, forms, guards, i18n, intake, problems, request_helpers, security, session, times, traces
from web.app_state import AppState, Door, install

ROOM = Path(__file__).parent


def create_app(office: Office, settings: Settings, door: Door) -> Flask:
    """A Flask application for one door. Templates of this room (``layout/``, ``kit/``) are found after the door's own."""
    app = Flask(door.package, template_folder="templates", static_folder=None)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    install(app, AppState(office=office, settings=settings, door=door))
    security.configure(app, office, settings, door.cookie)
    intake.register(app)
    CSRFProtect(app)
    intake.register_forms(app)
    app.register_blueprint(_room())
    for part in (i18n, assets, guards, session, request_helpers, times, badges, forms, problems):
        part.register(app)
    traces.register(app, office, "portal" if door.name == "portal" else "web", problems.refused, problems.fault)
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops, x_prefix=hops)  # type: ignore[method-assign]
    return app


def _room() -> Blueprint:
    return Blueprint("kit", "web", template_folder=str(ROOM / "templates"))
