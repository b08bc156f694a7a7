"""The fixed rule of the shipped procedures: whoever takes the first option of every choice gets the result handed over."""

from __future__ import annotations

from datetime import datetime

import pytest

from bpmn import engine, forms, parse
from bpmn.forms import Form
from bpmn.scenario.host import InMemoryHost
from bpmn.scenario.player import Setting, context
from bpmn.scenario.script import ScenarioStart
from core.domain import calendar
from core.services.cases.functions import office_functions
from tests.unit.procedures import clerk
from tests.unit.procedures.shipped import APPLIED_FOR, details, diagram, form_files, table_files

AT = datetime.fromisoformat("2026-11-23T08:00:00+07:00")
WAYS = [(channel, return_by) for channel in ("counter", "online", "post") for return_by in ("counter", "post")]
LONGEST = 40


def checked(host: InMemoryHost, form: Form) -> dict[str, object]:
    result = form.check(clerk.fill(form.schema), host.scope({}), host.environment())
    assert result.errors == {}, f"form {form.id}"
    return dict(result.values)


def open_dossier(slug: str, read: dict[str, Form], channel: str, return_by: str) -> InMemoryHost:
    start = ScenarioStart(AT, channel=channel, return_by=return_by, applicant={"name": "Người nộp Minh Hoạ"})
    functions = office_functions(calendar.standard())
    host = InMemoryHost(parse.load(diagram(slug), table_files(slug)), AT, functions, context(start, Setting()))
    variables = {**checked(host, read[details(slug)["start_form"]]), "returnBy": return_by}
    host.apply(engine.start(host.definition, variables, host.execution()))
    return host


def go_on(host: InMemoryHost, read: dict[str, Form]) -> bool:
    """Does the next thing that waits; False when nothing does."""
    for token, task in list(host.tasks.items())[:1]:
        done = checked(host, read[task.form or ""])
        host.apply(engine.complete(host.snapshot, token, done, host.execution()))
        return True
    for token, call in list(host.calls.items())[:1]:
        host.close_call(token)
        answer = clerk.ANSWERS[call.topic]
        host.apply(engine.complete(host.snapshot, token, answer, host.execution()))
        return True
    for token, awaited in [(token, one) for token, one in host.messages.items() if one.name in clerk.MESSAGES][:1]:
        payload = clerk.MESSAGES[awaited.name]
        assert awaited.key == "MH0001"
        host.apply(engine.deliver(host.snapshot, token, payload, host.execution()))
        return True
    return False


@pytest.mark.parametrize(("channel", "return_by"), WAYS)
@pytest.mark.parametrize("slug", APPLIED_FOR)
def test_first_options_lead_to_the_result_in_hand(slug: str, channel: str, return_by: str) -> None:
    read = {form.id: form for form in map(forms.parse_form, form_files(slug).values())}
    host = open_dossier(slug, read, channel, return_by)
    for _ in range(LONGEST):
        if not go_on(host, read):
            break
    assert (host.outcome, host.dossier["status"]) == ("completed", 10), clerk.opened(host)
    assert ("Task_Post" in host.path) == (return_by == "post")
    assert "Task_Supplement" not in host.path and "Task_Stop" not in host.path


@pytest.mark.parametrize("slug", APPLIED_FOR)
def test_a_dossier_of_the_counter_waits_first_for_the_office_not_for_the_desks_check(slug: str) -> None:
    read = {form.id: form for form in map(forms.parse_form, form_files(slug).values())}
    counter, online = (open_dossier(slug, read, channel, "counter") for channel in ("counter", "online"))
    assert [task.element for task in online.tasks.values()] == ["Task_Check"] and online.dossier["status"] == 1
    assert "Task_Check" not in [task.element for task in counter.tasks.values()]
    assert "Task_Accept" in counter.path


@pytest.mark.parametrize("slug", APPLIED_FOR)
def test_an_empty_form_already_shows_what_the_ordinary_way_asks(slug: str) -> None:
    """Fields open and close as choices are made; the ordinary way must not need a second look at the form."""
    for form in map(forms.parse_form, form_files(slug).values()):
        host = open_dossier(slug, {details(slug)["start_form"]: start_form(slug)}, "counter", "counter")
        empty = {field.key for field in form.fields({}, host.scope({}), host.environment()) if not field.hidden}
        filled = clerk.fill(form.schema)
        after = form.fields(filled, host.scope({}), host.environment())
        asked = {field.key for field in after if field.required and not field.hidden}
        assert asked <= empty, form.id


def start_form(slug: str) -> Form:
    return forms.parse_form(form_files(slug)[details(slug)["start_form"]])
