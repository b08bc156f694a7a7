"""Uploading a procedure's folder: checked first, then deployed; or deployed at once, which lists every problem if it is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from admin.designer import bundle
from admin.request_context import me, office
from core.errors.procedures import DeploymentRefused, ProcedureUnknown
from core.limits import BUNDLE_FILES
from web import guard
from web.i18n import gettext as _
from web.request_helpers import see_other, sent_key

pages = Blueprint("upload", __name__)
#: of the hidden fields that carry the checked files
FIELD_PREFIX = "file:"


@pages.get("/designer/upload")
@guard.role("designer", "admin")
def form() -> str:
    """Where the files are chosen."""
    return _page(request.args.get("procedure", ""))


@pages.post("/designer/upload")
@guard.role("designer", "admin")
def send() -> ResponseReturnValue:
    """Checks the files, or deploys them where the button says so."""
    code = request.form.get("procedure", "")
    try:
        gathered = _complete(_gathered(), code)
    except bundle.BundleError:
        return _refused(code, _("The checked files could not be read again. Please choose them once more."))
    if not gathered.uploaded:
        return _refused(code, _("Choose the files of the folder first: process.bpmn, *.form, *.dmn, procedure.toml."))
    if gathered.clashing:
        names = ", ".join(gathered.clashing)
        return _refused(code, _("There are two files for one place: %(names)s. Send one of each.", names=names))
    return _deploy(code, gathered) if request.form.get("act") == "deploy" else _check(code, gathered)


def _check(code: str, gathered: bundle.Bundle) -> ResponseReturnValue:
    problems = office().procedures.lint(gathered.files, code or None)
    return make_response(_page(code, gathered, problems), 422 if _errors(problems) else 200)


def _deploy(code: str, gathered: bundle.Bundle) -> ResponseReturnValue:
    try:
        version = office().procedures.deploy(gathered.files, me(), sent_key(), code or None)
    except DeploymentRefused as error:
        return make_response(_page(code, gathered, error.problems), 422)
    flash(
        _("Version %(number)d is in force for new dossiers. Running ones stay on theirs.", number=version.version),
        "success",
    )
    return see_other(url_for("designer.versions", code=version.procedure))


def _gathered() -> bundle.Bundle:
    chosen = [
        (file.filename, file.read()) for file in request.files.getlist("files")[: BUNDLE_FILES + 1] if file.filename
    ]
    if chosen:
        return bundle.gather(chosen)
    carried = [
        (name.removeprefix(FIELD_PREFIX), text) for name, text in request.form.items() if name.startswith(FIELD_PREFIX)
    ]
    return bundle.gather(bundle.unpack_all(carried))


def _complete(gathered: bundle.Bundle, code: str) -> bundle.Bundle:
    """Fills what was not uploaded from the newest version: of the page's procedure, else of the one the files name."""
    files = gathered.files
    if code and files and not {bundle.DETAILS, bundle.DIAGRAM} <= files.keys():
        try:
            files = {**office().procedures.files(code), **files}
        except ProcedureUnknown:
            files = gathered.files
    return gathered.completed_to(office().procedures.complete_files(files))


def _refused(code: str, problem: str) -> ResponseReturnValue:
    return make_response(_page(code, problem=problem), 422)


def _page(
    code: str,
    gathered: bundle.Bundle | None = None,
    problems: Sequence[Any] | None = None,
    problem: str = "",
) -> str:
    uploaded: Mapping[str, bytes] = {name: gathered.files[name] for name in gathered.uploaded} if gathered else {}
    return render_template(
        "designer/upload.html",
        code=code,
        gathered=gathered,
        problems=problems,
        errors=_errors(problems or ()),
        carried=bundle.pack(uploaded) if uploaded else None,
        problem=problem,
    )


def _errors(problems: Sequence[Any]) -> int:
    return sum(1 for problem in problems if problem.severity == "error")
