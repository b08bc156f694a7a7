"""The public door on the demonstration, and a dossier received there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

import portal.app
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import Applicant, DossierView, Reception
from core.settings import Settings
from tests.support.clock import TestClock

MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # a Monday, 9:00
PROCEDURE = "1.004873"
APPLICANT = Applicant("Nguyễn Văn Mẫu", "001099012345", "0912345678", "mau@vi-du.example", "Thôn Mẫu, xã Mẫu Một")


@pytest.fixture
def app(demo: Office, settings: Settings, clock: TestClock) -> Flask:
    clock.set(MORNING)
    return portal.app.create_app(demo, settings)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def receive(app: Flask, demo: Office) -> Callable[..., DossierView]:
    """Opens a dossier of the marital-status certificate at the desk; answers it with its receipt secret."""

    def open_one(return_by: Any = "counter") -> DossierView:
        data = plausible(demo.procedures.start_form(PROCEDURE).fields)
        return demo.reception.receive(Reception(PROCEDURE, "H99.05.01", "counter", APPLICANT, data, return_by), SYSTEM)

    return open_one


@pytest.fixture
def token(client: FlaskClient) -> str:
    """The CSRF token of the client's session."""
    return client.get("/track").text.split('name="csrf_token" value="')[1].split('"')[0]


@pytest.fixture
def look_up(client: FlaskClient, token: str) -> Callable[[str, str], Any]:
    """Looks a dossier up with its code and secret."""
    return lambda code, secret: client.post("/track", data={"code": code, "secret": secret, "csrf_token": token})


def plausible(fields: Iterable[Any]) -> dict[str, Any]:
    """A value for every required field that is shown, the first option of every choice."""
    values: dict[str, Any] = {}
    for field in fields:
        if field.hidden or not field.required or not field.key:
            continue
        values[field.key] = field.options[0][1] if field.options else _plain(field)
    return values


def _plain(field: Any) -> Any:
    if field.type == "datetime":
        return "1999-05-04"
    if field.type == "checkbox":
        return True
    return "001099012345" if "dentity" in field.key else "Mẫu"
