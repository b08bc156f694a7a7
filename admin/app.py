"""Builds the staff's web: the shared web room's application with this door's pages, mounted at ``/``."""

from __future__ import annotations

from flask import Flask

import web
from admin import home, navigation, search, words
from admin.account import factor, own, password, provider, signing_in, tokens
from admin.account import words as account_words
from admin.administration import access, health, incidents, people
from admin.auditor import dossiers as audited
from admin.auditor import traces
from admin.clerk import documents, dossier, dossiers, queue, receipt, reception, task
from admin.designer import diagram, downloads, procedures, upload
from core.services.office import Office
from core.settings import Settings

PAGES = (
    signing_in,
    provider,
    factor,
    password,
    own,
    tokens,
    home,
    search,
    queue,
    task,
    reception,
    receipt,
    dossiers,
    dossier,
    documents,
    audited,
    traces,
    procedures,
    upload,
    diagram,
    downloads,
    incidents,
    people,
    access,
    health,
)


def create_app(office: Office, settings: Settings) -> Flask:
    """The staff's application over ``office``; connects to nothing."""
    app = web.create_app(
        "admin",
        office,
        settings,
        name="admin",
        template_folder="templates",
        cookie="motcua_staff",
        login_endpoint="account.login",
    )
    for page in PAGES:
        app.register_blueprint(page.pages)
    navigation.register(app)
    words.register(app)
    account_words.register(app)
    return app
