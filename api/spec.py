"""The OpenAPI 3.1 description of the interface: what the framework gathers, plus the errors every operation can answer."""

from __future__ import annotations

from typing import Any

from apiflask import APIFlask

from api.auth import SCHEME
from api.problems import MEDIA_TYPE
from core.services.people.tokens import SCOPES

DESCRIPTION = """The machines' door of the one-stop shop: dossiers, tasks, procedures, migrations, messages and incidents.

Send `Authorization: Bearer <token>`; a token acts as its person, within its scopes. Lists answer
`{"items": [...], "next": cursor}`: pass `next` back as `cursor` until it is null. A POST may carry an
`Idempotency-Key`: the same request with the same key gets the first answer again and changes nothing. Numbers are
exact: read them as decimals. Messages are Vietnamese unless `Accept-Language` asks for English."""

PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "description": "RFC 9457. `code` is stable; `detail` is for people, in their language.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "code": {"type": "string"},
        "id": {"type": "string", "description": "number of a fault on our side"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "message"],
                "properties": {name: {"type": "string"} for name in ("pointer", "code", "message", "in")},
            },
        },
        "problems": {
            "type": "array",
            "description": "what is wrong with a refused deployment or mapping, element by element",
            "items": {
                "type": "object",
                "required": ["code", "element", "message"],
                "properties": {
                    "code": {"type": "string"},
                    "element": {"type": ["string", "null"]},
                    "message": {"type": "string"},
                    "severity": {"enum": ["error", "warning"]},
                    "file": {"type": ["string", "null"]},
                    "line": {"type": ["integer", "null"]},
                },
            },
        },
    },
}
_ALWAYS = {"400": "cannot be read", "500": "a fault on our side", "503": "not available just now"}
_GUARDED = {"401": "no valid token", "403": "not allowed", "404": "not found", "422": "wrong input", "429": "wait"}
_WRITING = {"409": "in conflict with the present state", "413": "too large", "415": "another media type is needed"}
#: a paper sent twice is stored once; a second retry finds nothing to do, nor does what turns a migration or a webhook;
#: an answer that shows a secret is not kept
_WITHOUT_KEY = (
    *("/documents", "/retry", "}/start", "}/pause", "}/resume", "{migration_id}/cancel", "/webhooks", "/tokens"),
    *(f"{{webhook_id}}/{verb}" for verb in ("change", "remove", "secret", "try", "replay")),
)
KEY_HEADER: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same request with the same key gets the first answer again and changes nothing.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}


def configure(app: APIFlask) -> None:
    """Tells the framework what to write, and what to leave to :func:`completed`."""
    app.config.update(
        OPENAPI_VERSION="3.1.0",
        AUTO_VALIDATION_ERROR_RESPONSE=False,
        AUTO_AUTH_ERROR_RESPONSE=False,
        AUTO_404_RESPONSE=False,
        AUTO_SERVERS=False,
        AUTO_OPERATION_ID=False,
        SECURITY_SCHEMES={SCHEME: {"type": "http", "scheme": "bearer", "description": f"Scopes: {', '.join(SCOPES)}."}},
    )
    app.description = DESCRIPTION
    app.spec_processor(completed)  # type: ignore[arg-type]


def completed(spec: dict[str, Any]) -> dict[str, Any]:
    """The gathered description with problems, ids and the idempotency header."""
    spec["components"].setdefault("schemas", {})["Problem"] = PROBLEM
    for path, operations in spec["paths"].items():
        for verb, operation in operations.items():
            if verb in ("get", "post"):
                _complete(path, verb, operation)
    return spec


def _complete(path: str, verb: str, operation: dict[str, Any]) -> None:
    guarded = bool(operation.get("security"))
    faults = _ALWAYS | (_GUARDED if guarded else {}) | (_WRITING if verb == "post" else {})
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status, words in faults.items():
        operation["responses"].setdefault(status, {"description": words, "content": content})
    parameters = operation.setdefault("parameters", [])
    for parameter in parameters:
        if parameter["in"] == "path" and parameter["name"].endswith("_id"):
            parameter["schema"]["format"] = "uuid"
    if verb == "post" and not path.endswith(_WITHOUT_KEY):
        parameters.append(KEY_HEADER)
    if not guarded:
        operation["security"] = []


def at_mount(spec: dict[str, Any], root: str) -> dict[str, Any]:
    """The description with the address this door is mounted at."""
    return {**spec, "servers": [{"url": root or "/"}]}
