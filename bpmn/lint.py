"""What is wrong with a diagram and its forms: the contract with designers.

What passes is executed as BPMN 2.0 says; what the engine cannot do right is an error here. Never raises, for any bytes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from bpmn.checking.call_activities import called_processes
from bpmn.checking.constants import constants_fit
from bpmn.checking.tables import read_tables
from bpmn.checking.tasks import roles_are_held, units_are_there
from bpmn.checking.topics import calls_keep_contracts
from bpmn.contracts import Contract
from bpmn.diagram.model import Diagram
from bpmn.feel import CostMeter, Function
from bpmn.forms.schema_reader import read_form
from bpmn.library import Library
from bpmn.limits import EXPRESSIONS_CHARACTERS
from bpmn.parse import examine
from bpmn.problem import Problem
from bpmn.texts import problem


def lint(
    diagram: bytes,
    *,
    forms: Mapping[str, bytes] | None = None,
    tables: Mapping[str, bytes] | None = None,
    library: Library | None = None,
    functions: Mapping[str, Function] | None = None,
    units: Collection[str] | None = None,
    served: Mapping[str, Contract] | None = None,
) -> list[Problem]:
    """All problems, errors first, then by line.

    `forms` holds the procedure's forms by id, `tables` its DMN files by name, `library` the processes that can be called,
    `units` the codes and short names of the office's units; without them references to forms, decisions, processes and units
    are not checked. `served` holds the contracts of the topics that have a worker; without it the office's own count as such.
    `functions` are the office's own in FEEL; without them what calls one is not tried.
    """
    read, problems = examine(diagram)
    if read is not None and forms is not None:
        problems.extend(_missing_forms(read, forms))
    if tables is not None:
        found = read_tables(tables, doubts=True)
        problems.extend(found.problems)
        problems.extend(() if read is None else found.unknown(read))
    if library is not None and read is not None:
        problems.extend(called_processes(read, library))
    if read is not None:
        # Only deploying asks these: what was deployed before there was the question goes on.
        problems.extend(roles_are_held(read))
        problems.extend(calls_keep_contracts(read, served))
        problems.extend(constants_fit(read, functions or {}))
        problems.extend(() if units is None else units_are_there(read, units))
    expression_meter = CostMeter(EXPRESSIONS_CHARACTERS)
    for name, form in sorted((forms or {}).items()):
        problems.extend(lint_form(name, form, expression_meter))
    return sorted(problems, key=lambda found: found.order)


def _missing_forms(diagram: Diagram, forms: Mapping[str, bytes]) -> Iterator[Problem]:
    known = ", ".join(sorted(forms)) or "–"
    for node in diagram.nodes:
        form = (node.extensions.form or "").strip()
        if node.type == "userTask" and form and form not in forms:
            yield problem("form-unknown", node.id, node.line, value=form, known=known)


def lint_form(name: str, data: bytes, expression_meter: CostMeter | None = None) -> Iterator[Problem]:
    """All problems of the form kept as `<name>.form`; their element is the form, or `form.field`."""
    schema, _, problems = read_form(data, expression_meter)
    for found in problems:
        element = f"{name}.{found.element}" if found.element else name
        yield replace(found, element=element)
    if schema and schema.get("id") != name:
        yield problem("form-file-name", name, value=schema.get("id"), name=name)
