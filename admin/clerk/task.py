"""A task: its form, its dossier beside it, and the buttons that do something. Nothing that was typed is lost:
whatever the office refuses, the page comes back with what was typed and a sentence that says why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin import paper_names, payment_words, uploads, values
from admin.request_context import me, office, sentence
from admin.uploads import Taken
from core.errors.base import CoreError
from core.errors.forms import FieldError, FieldErrors, FormInvalid
from core.services.views.task_pages import TaskPageView
from core.services.views.tasks import TaskView
from web import guard
from web.forms import only_redraw, redrawn
from web.http_status import HTTP_STATUS_BY_KIND
from web.i18n import gettext as _
from web.request_helpers import is_htmx, see_other, sent_key

pages = Blueprint("task", __name__)


@pages.get("/tasks/<uuid:task_id>")
@guard.login
def show(task_id: UUID) -> str:
    """The task with the draft, or the values to start from."""
    return _page(office().task_pages.show(task_id, me()))


@pages.post("/tasks/<uuid:task_id>/complete")
@guard.login
def complete(task_id: UUID) -> ResponseReturnValue:
    """Completes the task, or draws the form anew where a button of the form asked for that."""
    task = office().tasks.get(task_id, me())
    taken = uploads.take(task.dossier, uploads.sent())
    data = office().tasks.read_form(task_id, uploads.inputs(taken), me())
    if only_redraw():
        return _redrawn(task, redrawn(data))
    if taken.refused:
        return _refused_files(task, data, taken)
    try:
        office().tasks.complete(task_id, data, me(), sent_key(), _revision())
    except FormInvalid as error:
        return _again(task, data, error, error.fields)
    except CoreError as error:
        return _again(task, data, error, {})
    flash(_("“%(task)s” is done.", task=task.name), "success")
    return see_other(url_for("dossier.data", code=task.dossier))


@pages.post("/tasks/<uuid:task_id>/draft")
@guard.login
def draft(task_id: UUID) -> ResponseReturnValue:
    """Keeps what was typed so far. A script saves quietly; the button says so on the page."""
    data = office().tasks.read_form(task_id, request.form, me())
    office().tasks.save_draft(task_id, data, me())
    if is_htmx():
        return Response(status=204)
    flash(_("The draft is kept. You can go on later, on any machine."), "success")
    return see_other(url_for("task.show", task_id=task_id))


def _redrawn(task: TaskView, data: Mapping[str, Any]) -> ResponseReturnValue:
    page = office().task_pages.show(task.id, me(), data)
    if is_htmx():
        names = _names(page)
        return render_template("clerk/_form_body.html", form=page.form, refresh=_refresh(task), file_names=names)
    return _page(page)


def _refused_files(task: TaskView, data: Mapping[str, Any], taken: Taken) -> Response:
    errors = {
        name: [FieldError("refused", {"message": words}) for words in refused]
        for name, refused in taken.refused.items()
    }
    return make_response(_page(office().task_pages.show(task.id, me(), data, errors)), 422)


def _again(task: TaskView, data: Mapping[str, Any], error: CoreError, errors: FieldErrors) -> Response:
    """The page as it was typed, under what the office said: fields that are wrong, or somebody who was faster."""
    page = office().task_pages.show(task.id, me(), data, errors or None)
    said = "" if errors else sentence(error)
    return make_response(_page(page, said, typed=True), HTTP_STATUS_BY_KIND[error.kind])


def _page(page: TaskPageView, problem: str = "", typed: bool = False) -> str:
    dossier, names = page.dossier, _names(page)
    return render_template(
        "clerk/task.html",
        task=page.task,
        form=page.form,
        dossier=dossier,
        lines=values.lines(dossier.data, page.procedure, names),
        papers=page.papers,
        paper_components=paper_names.components(page.procedure),
        page_payments=page.payments,
        payment_difference=payment_words.difference,
        file_names=names,
        refresh=_refresh(page.task),
        problem=problem,
        typed=typed,
    )


def _names(page: TaskPageView) -> dict[str, str]:
    return paper_names.in_full(page.papers, page.procedure)


def _refresh(task: TaskView) -> str:
    return url_for("task.complete", task_id=task.id)


def _revision() -> int | None:
    text = request.form.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
