"""Calling the machines' door in tests, and what a dossier of a marital-status certificate needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from apiflask import APIFlask
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Response

from core import jsontext

MOUNT = "/api/v1"
MARITAL = "1.004873"
UNIT = "H99.05.01"
APPLICANT = {
    "name": "Người nộp Minh Hoạ",
    "identity_number": "001099000001",
    "phone": "0900000001",
    "email": "minh-hoa@example.com",
    "address": "Số 1, thôn Minh Hoạ, xã Minh Hoạ",
}
DECLARATION = {
    "subject": "self",
    "birthDate": "1995-04-12",
    "gender": "female",
    "residence": "Số 1, thôn Minh Hoạ, xã Minh Hoạ",
    "currentStatus": "never",
    "purpose": "marriage",
    "spouseName": "Người Kết Hôn Minh Hoạ, 001099000002",
    "copies": 1,
}
OUTCOMES: dict[str, tuple[str, dict[str, Any]]] = {
    "Task_Review": (
        "reviewer",
        {"decision": "propose", "certifiedStatus": "Hiện tại chưa đăng ký kết hôn với ai."},
    ),
    "Task_Sign": ("leader", {"approval": "approve"}),
    "Task_Issue": ("registrar", {"resultNumber": "15/UBND-XNTTHN", "resultDate": "2026-11-23"}),
    "Task_Return": ("receiver", {"collectedBy": "applicant"}),
}


class Caller:
    """A program with one token."""

    def __init__(self, wsgi: Any, token: str | None) -> None:
        self._client = Client(wsgi, Response)
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, **options: Any) -> TestResponse:
        return self._open("GET", path, options)

    def post(self, path: str, body: Any = None, **options: Any) -> TestResponse:
        if body is not None:
            options |= {"data": jsontext.dumps(body), "content_type": "application/json"}
        return self._open("POST", path, options)

    def _open(self, method: str, path: str, options: dict[str, Any]) -> TestResponse:
        headers = {**self._headers, **options.pop("headers", {})}
        return self._client.open(MOUNT + path, method=method, headers=headers, **options)


def read(answer: TestResponse, status: int = 200) -> Any:
    """The JSON of an answer with that status, exact."""
    assert answer.status_code == status, answer.get_data(as_text=True)
    return jsontext.loads(answer.data)


def refused(answer: TestResponse, status: int, code: str) -> Any:
    """The problem document of a refusal."""
    problem = read(answer, status)
    assert answer.mimetype == "application/problem+json"
    assert problem["code"] == code, problem
    assert problem["status"] == status
    assert problem["type"] == f"urn:motcua:problem:{code}"
    assert problem["title"]
    assert problem["detail"]
    return problem


def reception(**changes: Any) -> dict[str, Any]:
    """The body of POST /dossiers for a marital-status certificate."""
    whole = {
        "procedure": MARITAL,
        "unit": UNIT,
        "channel": "counter",
        "applicant": APPLICANT,
        "data": DECLARATION,
        "return_by": "counter",
    }
    return whole | changes


Api = Callable[[str | None], Caller]


def the_task(caller: Caller, code: str) -> Any:
    """The one open task of a dossier."""
    (task,) = read(caller.get("/tasks", query_string={"dossier": code}))["items"]
    return task


def mounted(app: APIFlask) -> Any:
    """The door where the whole product has it."""
    return DispatcherMiddleware(Response("nobody", status=404), {MOUNT: app})
