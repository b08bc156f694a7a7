"""What each web application keeps in ``app.extensions``: its office, its settings and what distinguishes the door."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app

from core.services.office import Office
from core.settings import Settings

EXTENSION = "motcua.web"


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What distinguishes one web door from another.

    ``name``: in logs and in the signing key. ``package``: where its ``templates`` are. ``cookie``: name of the session
    cookie. ``login_endpoint``: where a guard sends a person who is not signed in; empty where nobody signs in.
    """

    name: str
    package: str
    cookie: str
    login_endpoint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppState:
    """The office and the settings that the requests of an application work with."""

    office: Office
    settings: Settings
    door: Door


def install(app: Flask, state: AppState) -> None:
    app.extensions[EXTENSION] = state


def app_state() -> AppState:
    """The state of the application that serves this request."""
    found: AppState = current_app.extensions[EXTENSION]
    return found
