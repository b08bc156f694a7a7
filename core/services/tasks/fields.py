"""Forms of tasks and of reception: submitted data checked by the form of the procedure's version, and forms resolved to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from bpmn import errors as bpmn_errors
from bpmn import feel
from bpmn.forms import Form
from bpmn.limits import STEP_CHARACTERS
from bpmn.running.storage_limits import measure
from core import jsontext
from core.db.reading import Reading
from core.domain import text
from core.domain.payments import PAY
from core.errors.base import Reason
from core.errors.forms import FieldError, FieldErrors, FormInvalid, FormTooCostly
from core.errors.requests import BadValue, TooMuch
from core.services.cases import called
from core.services.cases.cases import Case
from core.services.cases.execution import dossier_context, dossier_context_of
from core.services.cases.functions import office_functions
from core.services.cases.rows import TaskRow
from core.services.context.context import Context
from core.services.context.versions import Version
from core.services.payments import ledger
from core.services.tasks.task_rows import start_values
from core.services.views.forms import FormView, SubmittedInputs

#: characters of what another system hands in beside the form's own fields
OTHER_LIMIT = 65_536


@dataclass(frozen=True, slots=True)
class CheckedData:
    """The typed values of a form, and the required fields that were left out (by path)."""

    values: dict[str, Any]
    missing: tuple[str, ...] = ()


def check_task(
    context: Context, work: Reading, case: Case, row: TaskRow, data: Mapping[str, Any], at: datetime
) -> dict[str, Any]:
    """The values of a task's form. Raises :class:`FormInvalid` with every field that is wrong."""
    known = case.variables if row.task_version_id is None else called.variables_of(context, work, row)
    scope = {**known, **_money(work, row), "dossier": dossier_context(context, case), **(row.task_local or {})}
    environment = _environment(context, at, f"{case.id}:{case.row.revision}", case.row.processing_unit_id)
    return check(called.version_of(context, row, work).form(row.task_form), data, scope, environment)


def check_start(context: Context, version: Version, data: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """The values of the form filled in at reception."""
    return check(version.form(version.view.start_form), data, _reception_scope(at), _environment(context, at, "start"))


def check_partial(context: Context, version: Version, data: Mapping[str, Any], at: datetime) -> CheckedData:
    """The values of a reception by another system, which may leave out required fields.

    What the form does not know goes into ``other``, where no diagram steers by it. Raises :class:`FormInvalid` for
    values that are there and wrong.
    """
    form = version.form(version.view.start_form)
    known = {name: value for name, value in data.items() if form and name in form.keys}
    other = text.normalize_data({name: value for name, value in data.items() if name not in known})
    if len(jsontext.dumps(other)) > OTHER_LIMIT:
        raise BadValue(field="data", reason=Reason("use at most %(limit)s characters", limit=OTHER_LIMIT))
    try:
        values = check(form, known, _reception_scope(at), _environment(context, at, "start"))
        missing: tuple[str, ...] = ()
    except FormInvalid as error:
        wrong = {path: found for path, found in error.fields.items() if any(one.code != "required" for one in found)}
        if wrong or form is None:
            raise FormInvalid(wrong or error.fields) from error
        missing = tuple(error.fields)
        with _translating_cost_errors():
            values = dict(form.check(known, _reception_scope(at), _environment(context, at, "start")).values)
    return CheckedData(values | {"other": other} if other else values, missing)


def check(
    form: Form | None, data: Mapping[str, Any], scope: Mapping[str, Any], environment: feel.Environment
) -> dict[str, Any]:
    """The typed values of the visible fields. A field the form does not know is an error: it would be lost."""
    if measure(data) > STEP_CHARACTERS:
        raise TooMuch(what="Characters in all fields together", most=STEP_CHARACTERS)
    if form is None:
        unknown: Iterable[str] = data
        values: dict[str, Any] = {}
        errors: dict[str, list[FieldError]] = {}
    else:
        with _translating_cost_errors():
            checked = form.check(data, scope, environment)
        unknown, values = checked.unknown, dict(checked.values)
        errors = {path: [FieldError(one.code, one.params) for one in found] for path, found in checked.errors.items()}
    errors |= {str(name): [FieldError("unknown")] for name in unknown}
    if errors:
        raise FormInvalid(errors)
    return values


def task_form(
    context: Context, work: Reading, row: TaskRow, data: Mapping[str, Any] | None, errors: FieldErrors | None
) -> FormView | None:
    """A task's form resolved for rendering."""
    form = called.version_of(context, row, work).form(row.task_form)
    if form is None:
        return None
    known = called.variables_of(context, work, row)
    values = start_values(dict(row._mapping), form.keys, known) if data is None else dict(data)
    dossier = dossier_context_of(context, row, context.versions.get(row.version_id, work), row.status)
    scope = {**known, **_money(work, row), "dossier": dossier, **(row.task_local or {})}
    environment = _environment(context, context.now(), str(row.task_id), row.processing_unit_id)
    return _view(form, values, scope, environment, errors)


def _money(work: Reading, row: TaskRow) -> dict[str, int]:
    """What conditions of a form know at a task where money is taken, beside the dossier's data."""
    return {"feeCounted": ledger.counted(work, row.id)} if row.task_kind == PAY else {}


def start_form(
    context: Context, version: Version, data: Mapping[str, Any] | None, errors: FieldErrors | None
) -> FormView | None:
    """The form of reception resolved for rendering."""
    form = version.form(version.view.start_form)
    at = context.now()
    return (
        _view(form, dict(data or {}), _reception_scope(at), _environment(context, at, "start"), errors)
        if form
        else None
    )


def _reception_scope(at: datetime) -> dict[str, Any]:
    """What the form of reception knows of the dossier: that it is received now."""
    return {"dossier": {"received": at}}


def read_inputs(form: Form, inputs: SubmittedInputs) -> dict[str, Any]:
    """The data of a submitted HTML form."""
    return dict(form.from_multi(inputs))


def _view(
    form: Form,
    values: dict[str, Any],
    scope: Mapping[str, Any],
    environment: feel.Environment,
    errors: FieldErrors | None,
) -> FormView:
    with _translating_cost_errors():
        shown = form.fields(values, scope, environment, errors)
    return FormView(id=form.id, schema=form.schema, fields=shown, errors=errors or {}, values=values)


@contextmanager
def _translating_cost_errors() -> Iterator[None]:
    """Raises :class:`FormTooCostly` where a form costs too much to show or check; nothing was changed by then."""
    try:
        yield
    except bpmn_errors.FormTooCostly as error:
        raise FormTooCostly(field=error.field) from error


def _environment(context: Context, at: datetime, seed: str, unit: UUID | None = None) -> feel.Environment:
    return feel.Environment(now=at, seed=seed, functions=office_functions(context.calendars.of(unit)))
