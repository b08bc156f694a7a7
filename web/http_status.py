"""The HTTP status of each kind of error, the same for pages and for the REST interface."""

from __future__ import annotations

from collections.abc import Mapping

from core.errors.base import ErrorKind

HTTP_STATUS_BY_KIND: Mapping[ErrorKind, int] = {
    "unreadable": 400,
    "invalid": 422,
    "unauthenticated": 401,
    "forbidden": 403,
    "not-found": 404,
    "conflict": 409,
    "gone": 410,
    "too-many-requests": 429,
    "unavailable": 503,
}
