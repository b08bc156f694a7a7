"""What one door application carries along: its office, its settings and its name."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app

from core.services.office import Office
from core.settings import Settings

EXTENSION = "motcua.web"


@dataclass(frozen=True, slots=True)
class Kit:
    """``login_endpoint`` is where a guard sends a person who is not signed in; empty where nobody signs in."""

    office: Office
    settings: Settings
    name: str
    login_endpoint: str


def install(app: Flask, kit: Kit) -> None:
    app.extensions[EXTENSION] = kit


def kit() -> Kit:
    """The kit of the application that serves this request."""
    found: Kit = current_app.extensions[EXTENSION]
    return found
