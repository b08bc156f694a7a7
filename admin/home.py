"""The start page: what waits for this person, and links for the roles in force."""

from __future__ import annotations

from flask import Blueprint, render_template

from admin.request_context import is_clerk, me, office
from core.domain.states import IncidentState
from core.services.views.tasks import TaskFilter
from web import guard

pages = Blueprint("home", __name__)
SHOWN = 5  # tasks on the start page; the queue has the rest


@pages.get("/")
@guard.login
def start() -> str:
    """Counts, the most urgent tasks of one's own, and where to begin."""
    by = me()
    clerk = is_clerk(by)
    mine = office().queue.page(TaskFilter(assignee="me"), by, None, SHOWN).items if clerk else ()
    counts = office().queue.counts(by) if clerk else {}
    stopped = office().incidents.page(by, IncidentState.OPEN, None, SHOWN).items if by.holds("admin") else ()
    return render_template("home.html", counts=counts, mine=mine, stopped=stopped, clerk=clerk)
