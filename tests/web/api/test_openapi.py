"""The description of the door, and the door held against it by made-up requests."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import schemathesis
from apiflask import APIFlask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from api.v1 import ENDPOINTS
from tests.web.api.calling import Api, read

FIXED = {
    ("post", "/dossiers"), ("get", "/dossiers/{code}"), ("get", "/dossiers/{code}/history"), ("get", "/tasks"),
    ("post", "/tasks/{task_id}/claim"), ("post", "/tasks/{task_id}/unclaim"), ("post", "/tasks/{task_id}/complete"),
    ("get", "/procedures"), ("post", "/deployments"), ("post", "/messages"), ("post", "/signals"), ("get", "/incidents"),
    ("post", "/incidents/{incident_id}/retry"),
}  # fmt: skip


def test_everything_promised_is_described(api: Api) -> None:
    spec = read(api(None).get("/openapi.json"))
    assert spec["openapi"].startswith("3.1")
    assert spec["servers"] == [{"url": "/api/v1"}]
    described = {(verb, path) for path, verbs in spec["paths"].items() for verb in verbs if verb != "parameters"}
    assert described >= FIXED
    # Neither the description itself is in it, nor what outside systems send in their own words.
    assert len(described) >= len(ENDPOINTS) - 2
    for path, verbs in spec["paths"].items():
        for verb, operation in verbs.items():
            assert operation["summary"], (verb, path)
            assert operation["responses"].keys() >= {"400", "500"}, (verb, path)
            public = path == "/health"
            assert bool(operation["security"]) != public


def test_every_reference_leads_somewhere(api: Api) -> None:
    spec = read(api(None).get("/openapi.json"))

    def walk(item: Any) -> None:
        if isinstance(item, dict):
            if isinstance(item.get("$ref"), str):
                name = item["$ref"].removeprefix("#/components/schemas/")
                assert name in spec["components"]["schemas"], name
            for inner in item.values():
                walk(inner)
        elif isinstance(item, list):
            for inner in item:
                walk(inner)

    walk(spec["paths"])
    walk(spec["components"])


def test_health(api: Api) -> None:
    health = read(api(None).get("/health"))
    assert health["healthy"] is True
    assert health["checks"]["database"] == "ok"


CHECKED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "ignored_auth",
)


@pytest.mark.parametrize(
    ("role", "mode"),
    [
        ("receiver", GenerationMode.POSITIVE),
        ("receiver", GenerationMode.NEGATIVE),
        ("admin", GenerationMode.POSITIVE),
    ],
)
def test_made_up_requests_never_surprise(
    app: APIFlask,
    credentials: dict[str, Any],
    dossier: Any,
    role: str,
    mode: GenerationMode,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Schemathesis: no fault, no answer outside the description, nothing accepted that is not in it."""
    # The check of ignored rights tries wrong tokens; made to wait for them, the door would show nothing else.
    monkeypatch.setattr("api.limits.Failures.note", lambda *_: 0.0)
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    headers = {"Authorization": f"Bearer {credentials['tokens'][role]}"}
    statuses: Counter[int] = Counter()
    for found in schema.get_all_operations():
        operation = found.ok()
        if mode is GenerationMode.POSITIVE or operation.body or len(operation.query):
            _hold(operation, mode, headers, statuses)
    assert statuses.total() > 60
    assert statuses[422 if mode is GenerationMode.NEGATIVE else 200] > 20, statuses


def _hold(operation: Any, mode: GenerationMode, headers: dict[str, str], statuses: Counter[int]) -> None:
    """Made-up requests to one operation, each answer held against the description."""
    checks = [CHECKS.get_one(name) for name in CHECKED]

    @settings(max_examples=15, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def hold(case: Any) -> None:
        answer = case.call(headers=headers)
        statuses[answer.status_code] += 1
        case.validate_response(answer, checks=checks, headers=headers)

    hold()
