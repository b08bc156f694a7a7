"""Rules on tasks: who does them, with which form, which worker, which script."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator

from bpmn.checking.constants import groups_of
from bpmn.checking.topics import calling, topic_of
from bpmn.contracts import CANDIDATE_GROUP, ROLES
from bpmn.diagram.dialect import extension_elements, is_expression, line_of, zeebe
from bpmn.diagram.model import Diagram, FlowNode
from bpmn.diagram.office_extensions import roles_of
from bpmn.problem import Problem
from bpmn.texts import problem
from bpmn.times import parse_moment

_NO_HINT = {"hint": "", "hint_vi": ""}


def _of(diagram: Diagram, *types: str) -> Iterator[FlowNode]:
    return (node for node in diagram.nodes if node.type in types)


def user_tasks_are_marked(diagram: Diagram) -> Iterator[Problem]:
    """Every user task has `zeebe:userTask`: without it Camunda 8 makes it a worker's job."""
    for node in _of(diagram, "userTask"):
        if not node.extensions.user_task:
            yield problem("user-task-marker", node.id, node.line)


def user_tasks_have_someone(diagram: Diagram) -> Iterator[Problem]:
    """Every user task has candidate groups or an assignee."""
    for node in _of(diagram, "userTask"):
        groups, assignee = node.extensions.groups, node.extensions.assignee
        if not (groups or "").strip(" ,") and not (assignee or "").strip():
            yield problem("role-missing", node.id, node.line)


def roles_are_roles(diagram: Diagram) -> Iterator[Problem]:
    """Every candidate group is a role or role@unit in the right form."""
    for node in _of(diagram, "userTask"):
        for role in roles_of(node.extensions.groups):
            if not CANDIDATE_GROUP.fullmatch(role):
                yield problem("role-invalid", node.id, node.line, value=role)


def roles_are_held(diagram: Diagram) -> Iterator[Problem]:
    """Every literal role is one that people can hold: otherwise nobody could do the task."""
    known = ", ".join(sorted(ROLES))
    for node in _of(diagram, "userTask"):
        for role in groups_of(node):
            name = role.partition("@")[0]
            if name not in ROLES:
                near = _nearly(name)
                hint = {"hint": f" Did you mean {near}?", "hint_vi": f" Có phải {near} không?"} if near else _NO_HINT
                yield problem("role-unknown", node.id, node.line, value=role, known=known, **hint)


def units_are_there(diagram: Diagram, units: Collection[str]) -> Iterator[Problem]:
    """The unit of every "role@unit" is one of the office's, by code or short name."""
    for node in _of(diagram, "userTask"):
        for role in groups_of(node):
            unit = role.partition("@")[2].strip()
            if unit and unit not in units:
                near = ", ".join(difflib.get_close_matches(unit, sorted(units), n=3, cutoff=0.4)) or "–"
                yield problem("role-unit-unknown", node.id, node.line, value=role, unit=unit, near=near)


def _nearly(name: str) -> str:
    """The known role most similar to a misspelt one."""
    close = difflib.get_close_matches(name.casefold(), sorted(ROLES), n=1, cutoff=0.6)
    return close[0] if close else ""


def user_tasks_have_forms(diagram: Diagram) -> Iterator[Problem]:
    """Forms are named by id; other kinds of form references are not supported."""
    for node in _of(diagram, "userTask"):
        if not (node.extensions.form or "").strip():
            yield problem("form-missing", node.id, node.line)
        for child in extension_elements(node.xml):
            if child.tag != zeebe("formDefinition"):
                continue
            for name in ("formKey", "externalReference"):
                if child.get(name):
                    yield problem("form-kind", node.id, line_of(child), value=name)
            if child.get("bindingType", "latest") != "latest":
                yield problem("form-binding", node.id, line_of(child), value=child.get("bindingType"))


def assignments_are_supported(diagram: Diagram) -> Iterator[Problem]:
    """Assignments have no candidate users: they are not supported."""
    for node in _of(diagram, "userTask"):
        for child in extension_elements(node.xml):
            if child.tag == zeebe("assignmentDefinition") and child.get("candidateUsers"):
                yield problem("assignment-unsupported", node.id, line_of(child))


def priorities_are_numbers(diagram: Diagram) -> Iterator[Problem]:
    """Priorities of user tasks are 0-100 or FEEL."""
    for node in _of(diagram, "userTask"):
        text = node.extensions.priority
        if text and not is_expression(text) and not _whole(text):
            yield problem("priority-invalid", node.id, node.line, value=text)


def schedules_are_times(diagram: Diagram) -> Iterator[Problem]:
    """Due and follow-up dates of user tasks are ISO 8601 or FEEL."""
    for node in _of(diagram, "userTask"):
        for text in (node.extensions.due, node.extensions.follow_up):
            if text and not is_expression(text) and not _is_moment(text):
                yield problem("schedule-invalid", node.id, node.line, value=text)


def handing_over_has_no_limit(diagram: Diagram) -> Iterator[Problem]:
    """Tasks that hand the result over have no time limit: processing has ended, and the applicant comes when they like."""
    for node in _of(diagram, "userTask"):
        if node.extensions.property("kind") == "return" and node.extensions.property("timeLimit"):
            yield problem("return-limit", node.id, node.line)


def _is_moment(text: str) -> bool:
    try:
        parse_moment(text)
    except (ValueError, OverflowError):
        return False
    return True


def _whole(text: str) -> bool:
    text = text.strip()
    return text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= 100


def calls_have_topics(diagram: Diagram) -> Iterator[Problem]:
    """Service tasks and message throws have a topic, unless they throw the message to other dossiers themselves."""
    for node in calling(diagram):
        if not topic_of(node):
            code = "topic-missing" if node.type == "serviceTask" else "topic-or-message-missing"
            yield problem(code, node.id, node.line)


def retries_are_numbers(diagram: Diagram) -> Iterator[Problem]:
    """Retries are 0-100 or FEEL."""
    for node in calling(diagram):
        text = node.extensions.retries
        if text and not is_expression(text) and not _whole(text):
            yield problem("retries-invalid", node.id, node.line, value=text)


def scripts_are_feel(diagram: Diagram) -> Iterator[Problem]:
    """A script task has a FEEL expression and a result variable, and no script of another language."""
    for node in _of(diagram, "scriptTask"):
        if node.child("script") is not None:
            yield problem("script-language", node.id, node.line)
        if not (node.extensions.script or "").strip():
            yield problem("script-missing", node.id, node.line)
        elif not (node.extensions.result_variable or "").strip():
            yield problem("result-missing", node.id, node.line)


def decisions_are_called(diagram: Diagram) -> Iterator[Problem]:
    """A business rule task calls a decision by a plain id and keeps its result."""
    for node in _of(diagram, "businessRuleTask"):
        decision = (node.extensions.decision or "").strip()
        if not decision or is_expression(decision):
            yield problem("decision-missing", node.id, node.line)
        elif not (node.extensions.result_variable or "").strip():
            yield problem("result-missing", node.id, node.line)
        for child in extension_elements(node.xml):
            if child.tag == zeebe("calledDecision") and child.get("bindingType", "latest") != "latest":
                yield problem("decision-binding", node.id, line_of(child), value=child.get("bindingType"))


def somebody_is_asked(diagram: Diagram) -> Iterator[Problem]:
    """Warns of manual tasks and tasks without type: they complete at once (13.3.3); a user task may have been meant."""
    for node in _of(diagram, "manualTask", "task"):
        yield problem("task-passed", node.id, node.line)


RULES = (
    somebody_is_asked,
    user_tasks_are_marked,
    user_tasks_have_someone,
    roles_are_roles,
    user_tasks_have_forms,
    assignments_are_supported,
    priorities_are_numbers,
    schedules_are_times,
    handing_over_has_no_limit,
    calls_have_topics,
    retries_are_numbers,
    scripts_are_feel,
    decisions_are_called,
)
