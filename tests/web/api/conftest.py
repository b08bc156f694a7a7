"""The machines' door as programs meet it: mounted at ``/api/v1``, called with the demonstration's tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from apiflask import APIFlask

from tests.web.api.calling import Api, Caller, mounted, read, reception

if TYPE_CHECKING:
    from core.services.office import Office
    from core.settings import Settings


@pytest.fixture
def app(demo: Office, settings: Settings) -> APIFlask:
    """The door's application on the demonstration."""
    from api.app import create_app

    return create_app(demo, settings)


@pytest.fixture
def api(app: APIFlask, credentials: dict[str, Any]) -> Api:
    """``api("receiver")``: a program with that role's token; ``api(None)``: one without."""
    wsgi = mounted(app)
    return lambda role: Caller(wsgi, credentials["tokens"][role] if role else None)


@pytest.fixture
def dossier(api: Api) -> Any:
    """A dossier just received, as the door answered."""
    return read(api("receiver").post("/dossiers", reception()), 201)
