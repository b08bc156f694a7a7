"""Builds the staff's web: the shared web room's application with this door's pages, mounted at ``/``."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module

from flask import Blueprint, Flask

import admin
import web
from admin import navigation, words
from admin.account import words as account_words
from core.services.office import Office
from core.settings import Settings


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
    for pages in _pages():
        app.register_blueprint(pages)
    navigation.register(app)
    words.register(app)
    account_words.register(app)
    return app


def _pages() -> Iterator[Blueprint]:
    """The pages of this door: what its modules call ``pages``, by the modules' names."""
    for module in pkgutil.walk_packages(admin.__path__, f"{admin.__name__}."):
        pages = getattr(import_module(module.name), "pages", None)
        if isinstance(pages, Blueprint):
            yield pages
