"""The application for other systems: REST over the services, mounted at ``/api/v1``. No cookies, no pages, no rules of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apiflask import APIFlask
from werkzeug.middleware.proxy_fix import ProxyFix

from api import answers, auth, inputs, problems, spec
from api.v1 import BLUEPRINTS
from core.settings import Settings
from web import traces

if TYPE_CHECKING:
    from core.services.office import Office

MARGIN = 1024 * 1024  # of a multipart body, beyond the one file it may carry


def create_app(office: Office, settings: Settings) -> APIFlask:
    """The application. It connects to nothing; the office does when it is asked."""
    app = APIFlask(
        "api",
        title="Một Cửa",
        version="1",
        spec_path=None,
        docs_path=None,
        json_errors=False,
        static_folder=None,  # type: ignore[arg-type]
    )
    app.extensions["office"] = office
    app.config.update(
        LANGUAGE=settings.language,
        MAX_CONTENT_LENGTH=settings.upload_limit + MARGIN,
        MAX_FORM_MEMORY_SIZE=settings.upload_limit,
        MAX_FORM_PARTS=200,
    )
    spec.configure(app)
    for part in (inputs, auth, problems, answers):
        part.register(app)
    traces.register(app, office, "api", problems.refused, problems.fault)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops, x_prefix=hops)  # type: ignore[method-assign]
    return app
