"""The queue: tasks that wait, filtered by the address, taken and given back one by one or many at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin import filters
from admin.request_context import id_of, me, office, sentence
from core.errors.base import CoreError
from core.errors.database import ServiceUnavailable
from core.services.views.tasks import TaskView
from web import guard
from web.i18n import gettext as _
from web.i18n import ngettext
from web.request_helpers import is_htmx, safe_address, see_other, sent_key

pages = Blueprint("queue", __name__)
SIZE = 30
MOST = 100  # tasks taken at once


@pages.get("/queue")
@guard.login
def listing() -> str:
    """A page of the queue; a script asks for the list alone."""
    by = me()
    read = filters.FilterReader(request.args)
    wanted = filters.task_filter(read)
    page = office().queue.page(wanted, by, request.args.get("after") or None, SIZE)
    said: dict[str, Any] = read.said
    template = "clerk/_tasks.html" if is_htmx() else "clerk/queue.html"
    return render_template(
        template,
        page=page,
        wanted=wanted,
        said=said,
        faults=read.faults,
        counts=office().queue.counts(by),
        procedures=office().procedures.catalogue(),
        units={held.unit_code: held.unit_name for held in by.memberships},
        next_address=url_for("queue.listing", **said, after=page.next) if page.next else "",
        first_address=url_for("queue.listing", **said) if request.args.get("after") else "",
    )


@pages.post("/queue/claim")
@guard.login
def claim_many() -> ResponseReturnValue:
    """Takes the ticked tasks; those somebody else was faster at are told by name."""
    chosen = [task for text in request.form.getlist("task") if (task := id_of(text))][:MOST]
    taken, refused = 0, list[str]()
    for task in chosen:
        try:
            office().tasks.claim(task, me(), key_for(task))
            taken += 1
        except ServiceUnavailable:
            raise  # the rest would have to wait as long, and for nothing
        except CoreError as error:
            refused.append(sentence(error))
    _tell(taken, refused)
    return see_other(safe_address(request.form.get("next"), url_for("queue.listing")))


@pages.post("/tasks/<uuid:task_id>/claim")
@guard.login
def claim(task_id: UUID) -> ResponseReturnValue:
    """Takes one task."""
    view = office().tasks.claim(task_id, me(), key_for(task_id))
    return _taken(view, _("You have taken the task “%(task)s”.", task=view.name))


@pages.post("/tasks/<uuid:task_id>/unclaim")
@guard.login
def unclaim(task_id: UUID) -> ResponseReturnValue:
    """Gives one task back to the queue."""
    view = office().tasks.unclaim(task_id, me(), key_for(task_id))
    return _taken(view, _("The task “%(task)s” is back in the queue.", task=view.name))


def key_for(task: UUID) -> str | None:
    """The key of this form for one task of it: a list sends the same key for many tasks."""
    key = sent_key()
    return f"{key}.{task.hex}"[:100] if key else None


def _taken(view: TaskView, words: str) -> ResponseReturnValue:
    if is_htmx():
        return make_response(render_template("clerk/_task_row.html", task=office().tasks.get(view.id, me())))
    flash(words, "success")
    return see_other(safe_address(request.form.get("next"), url_for("task.show", task_id=view.id)))


def _tell(taken: int, refused: list[str]) -> None:
    if not taken and not refused:
        flash(_("Tick the tasks you want to take first."), "warning")
    if taken:
        flash(ngettext("%(num)d task taken.", "%(num)d tasks taken.", taken), "success")
    for words in dict.fromkeys(refused):
        flash(words, "warning")
