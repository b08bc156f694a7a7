"""Checks of every request before the application sees it: all texts can be stored, and neither number nor length is excessive.

One place for all doors: path, query, headers, cookies, and the fields and file names of a form. Bodies of JSON are read by
the door for machines, whose reader refuses the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

from flask import Flask, abort, request

from core import limits
from core.storable_text import is_storable

FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
URI_TOO_LONG, HEADERS_TOO_LARGE = 414, 431


def register(app: Flask) -> None:
    """Refuses what is wrong before anything else of the application runs: call it before other parts."""
    app.before_request(check_head)


def register_forms(app: Flask) -> None:
    """Refuses what is wrong inside of forms; after the parts that say how large a body may be."""
    app.before_request(check_form)


def check_head() -> None:
    """Path, query, headers and cookies."""
    if len(request.path) > limits.PATH_CHARACTERS or len(request.query_string) > limits.QUERY_CHARACTERS:
        abort(URI_TOO_LONG)
    for _name, value in request.headers:
        if len(value) > limits.HEADER_CHARACTERS:
            abort(HEADERS_TOO_LARGE)
    args = list(request.args.items(multi=True))
    if len(args) > limits.QUERY_FIELDS:
        _refuse()
    _check(request.path, *(part for pair in args for part in pair))
    _check(*(part for pair in request.headers for part in pair))
    _check(*(part for pair in request.cookies.items(multi=True) for part in pair))


def check_form() -> None:
    """Fields and file names of a submitted form."""
    if request.mimetype not in FORMS:
        return
    fields = list(request.form.items(multi=True))
    if len(fields) > limits.FORM_FIELDS or any(len(name) > limits.FORM_NAME_CHARACTERS for name, _ in fields):
        _refuse()
    _check(*(part for pair in fields for part in pair))
    for name, file in request.files.items(multi=True):
        _check(name, file.filename or "", file.mimetype)
        if len(name) > limits.FORM_NAME_CHARACTERS or len(file.filename or "") > 4 * limits.FILE_NAME_CHARACTERS:
            _refuse()


def _check(*texts: str) -> None:
    if not _storable(texts):
        _refuse()


def _storable(texts: Iterable[str]) -> bool:
    return all(map(is_storable, texts))


def _refuse() -> NoReturn:
    abort(400)
