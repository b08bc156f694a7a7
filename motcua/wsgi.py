"""All doors as one WSGI application: staff at ``/``, the public at ``/portal``, machines at ``/api/v1``, probes beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.middleware.dispatcher import DispatcherMiddleware

from motcua.headers import SafeHeaders
from motcua.probes import Probes

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from core.services.office import Office
    from core.settings import Settings


def compose(office: Office, settings: Settings) -> WSGIApplication:
    """The application of one office. Nothing connects before the first request."""
    import admin.app
    import api.app
    import portal.app

    doors = DispatcherMiddleware(
        admin.app.create_app(office, settings),
        {"/portal": portal.app.create_app(office, settings), "/api/v1": api.app.create_app(office, settings)},
    )
    return SafeHeaders(Probes(doors, office, settings.metrics_token), https=settings.secure)


def application(settings: Settings | None = None) -> WSGIApplication:
    """The application of ``settings`` or of those in force; each process of a server calls it for itself."""
    from workers.composition import build
    from workers.settings import read

    settings = settings or read()
    return compose(build(settings), settings)
