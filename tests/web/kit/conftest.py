"""A door of its own for the tests of what the doors share: a few routes, templates from strings, a person who can sign in."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask, render_template_string, request
from flask.testing import FlaskClient

import web
from core.errors.forms import FieldError, FormInvalid
from core.errors.rights import Forbidden
from core.errors.tasks import TaskClaimed
from core.settings import Settings
from tests.web.kit.small_office import PEOPLE, SmallOffice
from web import guard
from web.request_helpers import see_other
from web.session import current_session, sign_in, sign_out


@pytest.fixture
def small_office() -> SmallOffice:
    return SmallOffice()


@pytest.fixture
def app(small_office: SmallOffice, tmp_path: Path) -> Flask:
    settings = Settings(home=tmp_path, secret_key="a key for tests, long enough to sign")
    made = web.create_app(
        small_office, settings, web.Door(name="test", package="web", cookie="test", login_endpoint="login")
    )
    _routes(made)
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def _routes(app: Flask) -> None:
    @app.get("/")
    @guard.public
    def start() -> str:
        return render_template_string('{% extends "layout/base.html" %}{% block content %}start{% endblock %}')

    @app.route("/login", methods=["GET", "POST"])
    @guard.public
    def login() -> object:
        if request.method == "POST":
            sign_in(PEOPLE[request.form["name"]])
            return see_other("/mine")
        return render_template_string('<input name="csrf_token" value="{{ csrf_token() }}">')

    @app.post("/logout")
    @guard.login
    def logout() -> object:
        sign_out()
        return see_other("/")

    @app.get("/mine")
    @guard.login
    def mine() -> str:
        return render_template_string("{{ actor.name }}")

    @app.get("/first")
    @guard.entering
    def first() -> str:
        current = current_session()
        return current.pending if current else ""

    @app.get("/desk")
    @guard.role("receiver", "returner")
    def desk() -> str:
        return "desk"

    @app.get("/refused/<name>")
    @guard.public
    def refused(name: str) -> str:
        raise {
            "claimed": TaskClaimed(who="Trần Thị B"),
            "forbidden": Forbidden(role="leader"),
            "form": FormInvalid({"full_name": [FieldError("required")]}),
            "fault": ZeroDivisionError("the secret inside"),
        }[name]
