"""A dossier's row, variables and tasks compared with what its events record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from core import jsontext
from core.db import lenient
from core.db.base import AnyRow
from core.db.lenient import Unreadable
from core.domain.replay import Expected, Fact, TaskFacts
from core.services.audit import findings
from core.services.audit.loading import Stored
from core.services.audit.views import FindingView
from core.services.context.directory import Tree
from core.services.dossiers.opening import receipt_fact
from core.services.running import task_facts
from core.services.running.effect_rows import FAR

#: told in the first event, kept in the row under another name
_RENAMED = {
    "procedure": "procedure_code",
    "reception_unit": "reception_unit_id",
    "processing_unit": "processing_unit_id",
}


def compare(stored: Stored, expected: Expected, tree: Tree) -> Iterator[FindingView]:
    """Everything in which the rows differ from the history."""
    if known_variables(stored.row) is None and not isinstance(stored.row.variables, Unreadable):
        yield findings.unreadable(Unreadable("dossier_state", "variables"))
    yield from _columns(stored, expected, tree)
    yield from _applicant(stored.row, expected)
    yield from _variables(stored.row, expected)
    yield from _tasks(stored, expected)


def _columns(stored: Stored, expected: Expected, tree: Tree) -> Iterator[FindingView]:
    now = _now(stored.row, tree)
    for name, must in expected.row.items():
        if name in now and not findings.same(now[name], must.value):
            yield findings.column(name, now[name], must)
    units = expected.row.get("units")
    if units is not None and {_code(tree, unit) for unit in stored.units} != set(units.value):
        told = findings.column("units", None, units)
        if stored.row.units == units.value:  # else it was told above
            yield told


def _now(row: AnyRow, tree: Tree) -> dict[str, Any]:
    columns = {name: value for name, value in row._mapping.items() if name not in ("applicant", "variables")}
    for told, name in _RENAMED.items():
        columns[told] = columns.pop(name)
    for name in ("reception_unit", "processing_unit"):
        if not isinstance(columns[name], Unreadable):
            columns[name] = _code(tree, columns[name])
    if not isinstance(row.engine_state, Unreadable):
        columns["engine_state"] = hashlib.sha256(row.engine_state or b"").hexdigest()
    if not isinstance(row.secret_hash, Unreadable):
        columns["receipt"] = receipt_fact(row.secret_hash)
    return columns


def _code(tree: Tree, unit: Any) -> str:
    return tree.nodes[unit].code if unit in tree.nodes else str(unit)


def _applicant(row: AnyRow, expected: Expected) -> Iterator[FindingView]:
    must = expected.applicant
    if must is None or isinstance(row.applicant, Unreadable):
        return
    for name in dict.fromkeys((*must.value, *row.applicant)):
        if row.applicant.get(name) != must.value.get(name):
            yield findings.applicant(name, must)
    if not isinstance(row.applicant_name, str):
        return
    if row.applicant_name != must.value.get("name") and row.applicant.get("name") == must.value.get("name"):
        yield findings.column("applicant_name", None, must)


def _variables(row: AnyRow, expected: Expected) -> Iterator[FindingView]:
    now = known_variables(row)
    if expected.variables is None or now is None:
        return
    for name, must in expected.variables.items():
        if name not in now:
            yield findings.variable(name, must, gone=True)
        elif not _equal(now[name], must.value):
            yield findings.variable(name, must)
    for name in now.keys() - expected.variables.keys():
        yield findings.variable(name, None)


def known_variables(row: AnyRow) -> Mapping[str, Any] | None:
    """The dossier's data; ``None`` where they cannot be read."""
    if isinstance(row.variables, Unreadable):
        return None
    try:
        now = jsontext.loads(row.variables or "{}")
    except jsontext.JsonInvalid:
        return None
    return now if isinstance(now, dict) else None


def _equal(now: Any, must: Any) -> bool:
    return (
        type(now) is type(must) and now == must if _plain(now) else jsontext.canonical(now) == jsontext.canonical(must)
    )


def _plain(value: Any) -> bool:
    return isinstance(value, (str, bool)) or value is None


def _tasks(stored: Stored, expected: Expected) -> Iterator[FindingView]:
    if expected.tasks is None:
        return
    rows = {row.token: row for row in stored.tasks}
    for token, must in expected.tasks.items():
        row = rows.pop(token, None)
        if row is None:
            yield findings.task_gone(str(must.columns["name"].value), must.opened)
        else:
            yield from _task(row, must)
    for row in rows.values():
        yield findings.task_added(row.name)


def _task(row: AnyRow, must: TaskFacts) -> Iterator[FindingView]:
    called = str(must.columns["name"].value) if "name" in must.columns else row.name
    names = dict.fromkeys((*task_facts.TOLD, "state", "opened", "closed", "closed_by_name"))
    for name in names:
        fact = must.columns.get(name) or Fact(task_facts.usual(name), must.opened)
        now = getattr(row, name)
        if name == "local" and not isinstance(now, Unreadable):
            now = task_facts.told(name, now)
        if not findings.same(now, fact.value):
            yield findings.task(called, name, fact, now)
    if not lenient.of(row) and row.sort_due != (row.due or FAR):
        yield findings.task(called, "sort_due", must.columns.get("due") or Fact(None, must.opened))
