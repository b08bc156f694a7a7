"""Builds the staff's web: the shared web room's application with this door's pages, mounted at ``/``."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module

from flask import Blueprint, Flask

import admin
import web
from admin import navigation, template_texts
from admin.account import display_names
from core.services.office import Office
from core.settings import Settings

DOOR = web.Door(name="admin", package="admin", cookie="motcua_staff", login_endpoint="account.login")


def create_app(office: Office, settings: Settings) -> Flask:
    """The staff's application over ``office``; connects to nothing."""
    app = web.create_app(office, settings, DOOR)
    for pages in _pages():
        app.register_blueprint(pages)
    navigation.register(app)
    template_texts.register(app)
    display_names.register(app)
    return app


def _pages() -> Iterator[Blueprint]:
    """The pages of this door: what its modules call ``pages``, by the modules' names."""
    for module in pkgutil.walk_packages(admin.__path__, f"{admin.__name__}."):
        pages = getattr(import_module(module.name), "pages", None)
        if isinstance(pages, Blueprint):
            yield pages
