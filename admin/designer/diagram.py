"""A version's diagram, drawn, with its elements as a table for people who cannot use the drawing."""

from __future__ import annotations

from flask import Blueprint, render_template

from admin import diagrams
from admin.request_context import office
from core.services.views.diagrams import DiagramView
from web import guard
from web.badges import role_name

pages = Blueprint("diagram", __name__)


@pages.get("/designer/procedures/<code>/<int:version>")
@guard.role("designer", "admin")
def show(code: str, version: int) -> str:
    """The diagram and the files of one version."""
    view = office().procedures.get(code, version)
    files = office().procedures.files(code, version)
    xml = office().procedures.drawing(code, version)
    return render_template(
        "designer/version.html",
        procedure=view,
        files={name: len(data) for name, data in sorted(files.items())},
        drawn=DiagramView(xml=xml),
        steps=diagrams.steps(xml),
        roles_in_words=roles_in_words,
    )


def roles_in_words(step: diagrams.DrawnElement) -> str:
    """The roles of a person's task by name (``role@unit`` keeps its unit); a worker's topic as it is."""
    if step.type != "userTask":
        return step.roles
    parts = (text.strip().partition("@") for text in step.roles.split(","))
    return ", ".join(role_name(role) + at + unit for role, at, unit in parts if role)
