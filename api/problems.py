"""Every error as ``application/problem+json`` (RFC 9457), in the caller's language.

Beside the standard's members: ``code`` (stable, for programs), ``errors`` (one per wrong field, with a JSON pointer),
``problems`` (of a refused deployment), ``more`` (how many faults are not listed), ``id`` (of a fault on our side, to be found in the log). A fault's own words
never leave the house.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, TypeAlias, TypeVar
from urllib.parse import quote

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from api.auth import TokenMissing
from api.localization import field_fault, language, refusal, say
from core import jsontext
from core.db.faults import as_core_error
from core.errors.base import CoreError
from core.errors.database import ServiceUnavailable
from core.errors.forms import FormInvalid
from core.errors.migration import MappingInvalid
from core.errors.problems import ProblemView
from core.errors.procedures import DeploymentRefused
from core.errors.requests import BadValue, TooManyTries
from core.jsontext import JsonInvalid
from core.limits import NAMED_FAULTS
from core.storable_text import shortened
from web.http_status import HTTP_STATUS_BY_KIND

log = logging.getLogger("motcua.api")
MEDIA_TYPE = "application/problem+json"
TITLES: Mapping[int, str] = {
    400: "The request could not be read",
    401: "A valid token is needed",
    403: "Not allowed",
    404: "Not found",
    405: "The method is not offered here",
    409: "In conflict with the present state",
    410: "No longer what it was",
    413: "Too large",
    414: "The address is too long",
    415: "The media type is not offered here",
    422: "Something is missing or wrong",
    429: "Too many tries",
    431: "The headers are too large",
    500: "A fault on our side",
    503: "Not available just now",
}
FAULT = "A fault on our side; it was recorded under the number %(id)s."
RETRY_SECONDS = 60
AWAY_SECONDS = 10
MORE = "And %(count)s more."
#: parts of a path that an answer says back
DEEPEST = 20
T = TypeVar("T")
Fault: TypeAlias = tuple[Sequence[str | int], str, dict[str, Any]]
_PATH = re.compile(r"[^.\[\]]+")


class BodyUnreadable(JsonInvalid):
    """The body of the request is no JSON. Elsewhere the same error means that stored data is broken: our fault."""


class InputInvalid(CoreError):
    """Input of the wrong shape. ``faults``: (path, code of the field rule, its parameters), one for each fault."""

    code = "input-invalid"
    template = "Some fields are missing or wrong."

    def __init__(self, faults: Sequence[tuple[tuple[str | int, ...], str, dict[str, Any]]], location: str) -> None:
        super().__init__()
        self.faults = faults
        self.location = location


def register(app: Flask) -> None:
    """Hands every error of the application to this mapper."""
    app.register_error_handler(CoreError, refused)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(Exception, fault)


def refused(error: CoreError) -> Response:
    """A refusal of the office, or of this door."""
    if isinstance(error, JsonInvalid) and not isinstance(error, BodyUnreadable):
        return fault(error)
    status = 400 if isinstance(error, BodyUnreadable) else HTTP_STATUS_BY_KIND[error.kind]
    sentence = say(error.template) if isinstance(error, TokenMissing) else refusal(error)
    details, more = _details(error)
    if more:
        sentence = f"{sentence} {say(MORE, count=more)}"
        details["more"] = more
    answer = problem(status, error.code, sentence, **details)
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, ServiceUnavailable):
        log.warning("%s at %s %s", error.code, request.method, request.path)
    if status == 503:
        answer.headers["Retry-After"] = str(AWAY_SECONDS)
    if status == 429:
        answer.headers["Retry-After"] = str(error.seconds if isinstance(error, TooManyTries) else RETRY_SECONDS)
    return answer


def http(error: HTTPException) -> Response:
    """What the framework refuses: an unknown address, a wrong method, too large a body."""
    if error.response is not None and error.code is None:
        return Response(status=error.response.status_code)
    status = error.code or 500
    name = HTTPStatus(status).phrase.lower().replace(" ", "-")
    answer = problem(status, name, say(TITLES[status]) if status in TITLES else str(error.name))
    for header, value in error.get_headers():
        if header.lower() in ("allow", "retry-after", "location"):
            answer.headers[header] = value
    return answer


def fault(error: Exception) -> Response:
    """A fault on our side, unless the database or the disk is: logged under a number, which is all the caller gets."""
    if meaning := as_core_error(error):
        return refused(meaning)
    number = secrets.token_hex(4)
    log.error("fault %s at %s %s", number, request.method, request.url_rule, exc_info=error)
    return problem(500, "fault", say(FAULT, id=number), id=number)


def problem(status: int, code: str, detail: str, **more: Any) -> Response:
    """The problem document as an answer."""
    contents = {
        "type": f"urn:motcua:problem:{code}",
        "title": say(TITLES[status]) if status in TITLES else HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": quote(request.script_root + request.path, safe="/:@!$&'()*+,;="),
        "code": code,
        **more,
    }
    return Response(jsontext.dumps(contents), status=status, content_type=MEDIA_TYPE)


def _details(error: CoreError) -> tuple[dict[str, Any], int]:
    """The members that name the faults one by one, and how many more there are: an answer stays small, whatever came."""
    if isinstance(error, FormInvalid):
        found, more = _first(_form_faults(error))
        return {"errors": [_fault(*item) for item in found]}, more
    if isinstance(error, InputInvalid):
        faults, more = _first(error.faults)
        return {"errors": [{**_fault(*item), "in": error.location} for item in faults]}, more
    if isinstance(error, DeploymentRefused | MappingInvalid):
        problems, more = _first(error.problems)
        return {"problems": [lint_problem(item) for item in problems]}, more
    if isinstance(error, BadValue) and isinstance(error.params.get("field"), str):
        path = tuple(_PATH.findall(error.params["field"]))
        return {"errors": [{"pointer": pointer(path), "code": error.code, "message": refusal(error)}]}, 0
    return {}, 0


def _first(found: Iterable[T]) -> tuple[list[T], int]:
    """As many as an answer names, and the number of those it does not."""
    listed = list(found)
    return listed[:NAMED_FAULTS], max(0, len(listed) - NAMED_FAULTS)


def lint_problem(found: ProblemView) -> dict[str, Any]:
    """A lint problem as the interface promises it: ``code``, ``element``, ``message``, and where and how bad."""
    return {
        "code": found.code,
        "element": found.element,
        "message": found.text(language()),
        "severity": found.severity,
        "file": found.file,
        "line": found.line,
    }


def _form_faults(error: FormInvalid) -> Iterable[Fault]:
    """The faults of a form, below ``/data``, where its values were sent; those of the applicant and of a message beside it."""
    for path, faults in error.fields.items():
        above = () if path.startswith(("applicant.", "variables.")) else ("data",)
        for fault in faults:
            yield (*above, *_PATH.findall(path)), fault.code, dict(fault.params)


def _fault(path: Sequence[str | int], code: str, params: dict[str, Any]) -> dict[str, Any]:
    return {"pointer": pointer(path), "code": code, "message": field_fault(code, params)}


def pointer(path: Sequence[str | int]) -> str:
    """A JSON pointer (RFC 6901) to a path of keys and indexes."""
    parts = (shortened(str(part)) for part in path[:DEEPEST])
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts)
