"""The main job through the machines' door, with real processes: web, workers, relay, queue, and the outside world played."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.forms import APPLICANT, day_of, filled
from tests.support.processes import wait_until
from tests.support.running import Running
from tests.support.sources import ROOT

pytestmark = pytest.mark.e2e

PROCEDURES = ("1.004873", "1.001193", "2.000908", "1.001731", "1.009122", "2.002621")
GENESIS = "0" * 64


def _receive(office: Running, procedure: str, return_by: str = "counter", **changes: Any) -> dict[str, Any]:
    with office.machine("receiver") as receiver:
        start_form = receiver.get(f"/procedures/{procedure}").raise_for_status().json()["start_form"]
        command = {
            "procedure": procedure,
            "unit": "H99.05",
            "channel": "counter",
            "applicant": APPLICANT,
            "data": filled(_shipped_form(procedure, start_form)),
            "return_by": return_by,
        }
        answer = receiver.post("/dossiers", json=command | changes)
    assert answer.status_code == 201, answer.text
    dossier: dict[str, Any] = answer.json()
    return dossier


def _folder(procedure: str) -> Path:
    folders = (path.parent for path in (ROOT / "bpmn" / "procedures").glob("*/procedure.toml"))
    return next(folder for folder in folders if f'"{procedure}"' in (folder / "procedure.toml").read_text("utf-8"))


def _shipped_form(procedure: str, form: str) -> dict[str, Any]:
    schemas = (json.loads(path.read_text("utf-8")) for path in _folder(procedure).glob("*.form"))
    return next(schema for schema in schemas if schema["id"] == form)


def _open_tasks(office: Running, code: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    with office.machine("auditor") as auditor:
        tasks = auditor.get(f"/dossiers/{code}").raise_for_status().json()["tasks"]
    for task in tasks:
        with office.machine(task["roles"][0]) as clerk:
            found.append(clerk.get(f"/tasks/{task['id']}").raise_for_status().json())
    return found


def _complete(office: Running, task: dict[str, Any], **choices: Any) -> dict[str, Any]:
    with office.machine(task["roles"][0]) as clerk:
        answer = clerk.post(
            f"/tasks/{task['id']}/complete", json={"data": filled(task["form"], day_of(task["dossier"]), **choices)}
        )
    assert answer.status_code == 200, answer.text
    done: dict[str, Any] = answer.json()
    return done


def _dossier(office: Running, code: str) -> dict[str, Any]:
    with office.machine("auditor") as auditor:
        found: dict[str, Any] = auditor.get(f"/dossiers/{code}").raise_for_status().json()
        return found


def _history(office: Running, code: str) -> list[dict[str, Any]]:
    with office.machine("auditor") as auditor:
        items: list[dict[str, Any]] = auditor.get(f"/dossiers/{code}/history").raise_for_status().json()["items"]
        return items


def _next_task(office: Running, code: str) -> dict[str, Any]:
    """The task the dossier waits at; waits for the outside world where it must."""
    found: list[dict[str, Any]] = []

    def there() -> bool:
        found[:] = _open_tasks(office, code)
        return bool(found)

    wait_until(there, f"a task of {code}", patience=60)
    return found[0]


def test_every_procedure_reaches_the_applicant(office_running: Running) -> None:
    codes = {
        _receive(office_running, procedure, return_by)["code"]: (procedure, return_by)
        for procedure in PROCEDURES
        for return_by in ("counter", "post")
    }
    left = set(codes)

    def advanced() -> bool:
        for code in sorted(left):
            for task in _open_tasks(office_running, code):
                _complete(office_running, task)
            if _dossier(office_running, code)["finished"]:
                left.discard(code)
        return not left

    wait_until(advanced, "the end of all dossiers", patience=180)
    for code, story in codes.items():
        dossier = _dossier(office_running, code)
        assert (dossier["status"], dossier["stopped"]) == (10, False), (story, dossier)


def test_a_supplement_and_a_second_look(office_running: Running) -> None:
    code = _receive(office_running, "1.004873")["code"]
    task = _next_task(office_running, code)
    while task["kind"] != "review":
        _complete(office_running, task)
        task = _next_task(office_running, code)
    choice = _choice(task, "bổ sung")
    _complete(office_running, task, **choice)
    supplement = _next_task(office_running, code)
    assert supplement["kind"] == "supplement"
    paused = _dossier(office_running, code)
    assert (paused["status"], paused["paused_since"] is not None) == (5, True)
    _complete(office_running, supplement)
    resumed = _dossier(office_running, code)
    assert (resumed["status"], resumed["paused_since"]) == (4, None)


def _choice(task: dict[str, Any], word: str) -> dict[str, Any]:
    """The answer to the task's form whose label holds ``word``, under its field's name."""
    for component in task["form"]["components"]:
        for option in component.get("values", ()):
            if word in option["label"].lower():
                return {component["key"]: option["value"]}
    raise AssertionError(f"no choice with “{word}” in {task['form']['id']}")


def test_the_history_is_one_chain(office_running: Running) -> None:
    code = _receive(office_running, "2.000908")["code"]
    _complete(office_running, _next_task(office_running, code))
    events = _history(office_running, code)
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert [event["previous_hash"] for event in events] == [GENESIS, *(event["hash"] for event in events[:-1])]
    assert events[0]["kind"].endswith("dossier.received")


def test_the_same_key_is_the_same_deed(office_running: Running) -> None:
    code = _receive(office_running, "2.000908")["code"]
    task = _next_task(office_running, code)
    body = {"data": filled(task["form"], day_of(code))}
    with office_running.machine(task["roles"][0]) as clerk:
        answers = [
            clerk.post(f"/tasks/{task['id']}/complete", json=body, headers={"Idempotency-Key": f"once-{code}"})
            for _ in range(3)
        ]
        other = clerk.post(f"/tasks/{task['id']}/complete", json=body, headers={"Idempotency-Key": f"twice-{code}"})
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert answers[0].json() == answers[1].json() == answers[2].json()
    assert other.status_code == 409
    assert other.headers["Content-Type"] == "application/problem+json"
    completed = [event for event in _history(office_running, code) if event["kind"] == "clerk.task.completed"]
    assert len(completed) == 1


def test_letters_tell_the_applicant(office_running: Running) -> None:
    code = _receive(office_running, "2.000908")["code"]
    wait_until(lambda: any(code in str(letter) for letter in office_running.letters()), "a letter", patience=60)
    letter = next(letter for letter in office_running.letters() if code in str(letter))
    assert APPLICANT["email"] in str(letter)


def test_a_post_that_refuses_becomes_an_incident_that_is_retried(office_running: Running) -> None:
    post = office_running.outside["MOTCUA_POSTAL_URL"]
    httpx.post(f"{post}/_control", json={"mode": "error", "path": "/"}, timeout=30).raise_for_status()
    try:
        code = _receive(office_running, "2.000908", "post")["code"]
        incident = _walk_to_incident(office_running, code)
    finally:
        httpx.post(f"{post}/_control", json={"mode": "ok"}, timeout=30).raise_for_status()
    assert _dossier(office_running, code)["finished"] is None
    with office_running.machine("admin") as admin:
        admin.post(f"/incidents/{incident['id']}/retry").raise_for_status()
    wait_until(lambda: _dossier(office_running, code)["finished"], "the delivery", patience=90)
    assert _dossier(office_running, code)["status"] == 10


def _walk_to_incident(office: Running, code: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = []

    def there() -> bool:
        for task in _open_tasks(office, code):
            _complete(office, task)
        with office.machine("admin") as admin:
            items = admin.get("/incidents").raise_for_status().json()["items"]
        found[:] = [item for item in items if item["dossier"] == code and item["topic"] == "postal.return"]
        return bool(found)

    wait_until(there, f"the incident of {code}", patience=60)
    return found[0]


def test_a_new_version_leaves_running_dossiers_alone(office_running: Running) -> None:
    before = _receive(office_running, "1.001731")
    folder = _folder("1.001731")
    diagram = (folder / "process.bpmn").read_text("utf-8")
    with office_running.machine("designer") as designer:
        refused = designer.post(
            "/deployments", files=_files(folder, diagram.replace("<bpmn:startEvent", "<bpmn:complexGateway", 1))
        )
        assert refused.status_code == 422
        problems = refused.json()["problems"]
        assert problems
        assert {"code", "element", "message"} <= set(problems[0])
        deployed = designer.post(
            "/deployments",
            files=_files(folder, diagram.replace("</bpmn:definitions>", "<!-- 2 --></bpmn:definitions>")),
        )
    assert deployed.status_code == 201, deployed.text
    after = _receive(office_running, "1.001731")
    assert (before["version"] + 1, _dossier(office_running, before["code"])["version"]) == (
        after["version"],
        before["version"],
    )


def _files(folder: Path, diagram: str) -> list[tuple[str, tuple[str, bytes]]]:
    contents = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    contents["process.bpmn"] = diagram.encode()
    return [("files", (name, data)) for name, data in contents.items()]
