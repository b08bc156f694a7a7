"""Desks on the demonstration: ``desk("tiepnhan")`` is a browser in which that person has signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from admin.app import create_app
from core.services.office import Office
from core.settings import Settings
from tests.web.admin.desks import PDF, Desk, Shown
from tests.web.admin.steps import APPLICANT, DECLARATION, MARITAL


@pytest.fixture
def app(demo: Office, settings: Settings) -> Flask:
    """The staff's application over the demonstration; a fault inside fails the test instead of becoming a page."""
    built = create_app(demo, settings)
    built.testing = True
    return built


@pytest.fixture
def desk(app: Flask, credentials: dict[str, Any]) -> Callable[[str], Desk]:
    """A signed-in browser by user name."""
    passwords = {account["username"]: account["password"] for account in credentials["accounts"]}
    open_desks: dict[str, Desk] = {}

    def sit(username: str) -> Desk:
        if username not in open_desks:
            open_desks[username] = Desk(app)
            assert open_desks[username].sign_in(username, passwords[username]).status == 200
        return open_desks[username]

    return sit


@pytest.fixture
def receive(desk: Callable[[str], Desk]) -> Callable[..., Shown]:
    """Receives a dossier of the marital-status certificate by hand and shows the receipt."""

    def reception(**changed: Any) -> Shown:
        fields = {**APPLICANT, **DECLARATION, **changed}
        return desk("tiepnhan").send(
            f"/dossiers/new/{MARITAL}",
            fields,
            page=f"/dossiers/new/{MARITAL}",
            files={"paper-to_khai": ("to-khai.pdf", PDF)},
        )

    return reception
