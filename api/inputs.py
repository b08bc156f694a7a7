"""How input is read: exact JSON, strict models, nothing unknown; every error with a JSON pointer to its position.

Takes the place of the framework's own reading of pydantic models, which rounds numbers, hides the structure of what is
wrong and answers in English only. Whatever a database could choke on is refused here.
"""

from __future__ import annotations

import re
from typing import Any, TypeVar

from apiflask.schema_adapters import registry
from apiflask.schema_adapters.pydantic import PydanticAdapter
from flask import Flask, Request, request
from pydantic import BaseModel, ConfigDict, ValidationError
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from api.problems import BodyUnreadable, InputInvalid
from core import jsontext
from core.limits import IDEMPOTENCY_KEY_CHARACTERS, JSON_BYTES, JSON_NAMES
from web import intake

Model = TypeVar("Model", bound=BaseModel)
KEY = re.compile(f"[!-~]{{1,{IDEMPOTENCY_KEY_CHARACTERS}}}")

#: pydantic's kinds of faults → the codes of form rules, which have words in both languages
CODES = {
    "missing": "required",
    "extra_forbidden": "unknown",
    "literal_error": "not-an-option",
    "string_too_short": "too-short",
    "string_too_long": "too-long",
    "string_pattern_mismatch": "pattern",
    "greater_than_equal": "too-small",
    "less_than_equal": "too-large",
    "int_parsing": "not-a-number",
    "too_long": "too-many",
}
_LIMITS = ("min_length", "max_length", "ge", "le")


class Input(BaseModel):
    """Base of request bodies: strict types, no unknown fields."""

    model_config = ConfigDict(strict=True, extra="forbid")


class Query(BaseModel):
    """Base of query parameters: text is read as the field's type, unknown parameters are refused."""

    model_config = ConfigDict(extra="forbid")


class ExactAdapter(PydanticAdapter):
    """Reads JSON bodies and query strings for the framework; other places are not used by this door."""

    def validate_input(self, request: Request, location: str, **kwargs: Any) -> BaseModel:
        """The model of the request's input. Raises :class:`InputInvalid`, ``JsonInvalid`` or an HTTP error."""
        if location == "json":
            return checked(self.model_class, _body(request), "body")
        if location == "query":
            return checked(self.model_class, _single(request), "query")
        raise ValueError(f"this door reads no models from {location}")


# The framework asks the registry while endpoints are being declared, so this stands where they import it.
registry.register("pydantic", ExactAdapter)


def register(app: Flask) -> None:
    """Refuses what no database could look up or keep, wherever in the request it stands; bodies are read below."""
    intake.register(app)


def checked(model: type[Model], value: Any, location: str) -> Model:
    """``value`` as the model. Raises :class:`InputInvalid` with every fault."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise InputInvalid(
            [_fault(item) for item in error.errors(include_url=False, include_input=False)], location
        ) from error


def idempotency_key() -> str | None:
    """The ``Idempotency-Key`` of the request. Raises :class:`InputInvalid` for one that cannot be kept."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not KEY.fullmatch(key):
        raise InputInvalid([(("Idempotency-Key",), "pattern", {})], "header")
    return key


def _body(request: Request) -> Any:
    if request.mimetype not in ("", "application/json") and not request.mimetype.endswith("+json"):
        raise UnsupportedMediaType()
    if (request.content_length or 0) > JSON_BYTES:
        raise RequestEntityTooLarge()
    data = request.get_data()
    if len(data) > JSON_BYTES:
        raise RequestEntityTooLarge()
    try:
        return jsontext.loads(data, most_names=JSON_NAMES) if data else {}
    except jsontext.JsonInvalid as error:
        raise BodyUnreadable(**error.params) from error


def _single(request: Request) -> dict[str, str]:
    repeated = [name for name, values in request.args.lists() if len(values) > 1]
    if repeated:
        raise InputInvalid([((name,), "too-many", {"limit": 1}) for name in repeated], "query")
    return request.args.to_dict()


def _fault(item: Any) -> tuple[tuple[str | int, ...], str, dict[str, Any]]:
    context = item.get("ctx", {})
    limit = next((context[name] for name in _LIMITS if name in context), None)
    code = CODES.get(item["type"], "wrong-type")
    if code == "too-short" and limit == 1:
        code = "required"
    return tuple(item["loc"]), code, {"limit": limit} if limit is not None else {}
