"""Errors as pages: a service's error becomes a sentence with its HTTP status, a bug becomes a page with a reference.

A whole page is answered to a browser, a notice to a script (htmx). What went wrong inside stands in the log under the number
shown; the page says nothing of it.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence, Sized
from itertools import islice
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, make_response, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from werkzeug.exceptions import HTTPException

from core.db.faults import as_core_error
from core.errors.base import CoreError
from core.errors.database import ServiceUnavailable
from core.errors.forms import FieldError, FieldErrors, FormInvalid
from core.errors.procedures import DeploymentRefused
from core.errors.requests import TooManyTries
from core.limits import NAMED_FAULTS
from core.storable_text import shortened
from web import messages
from web.app_state import app_state
from web.http_status import HTTP_STATUS_BY_KIND
from web.i18n import gettext, language, lazy_gettext
from web.request_helpers import is_htmx, safe_address
from web.session import SignInNeeded

log = logging.getLogger("motcua.web")
TITLES = {
    400: lazy_gettext("The request was not understood"),
    401: lazy_gettext("Please sign in"),
    403: lazy_gettext("You have no right to do this"),
    404: lazy_gettext("There is nothing here"),
    405: lazy_gettext("This cannot be done here"),
    409: lazy_gettext("Somebody was faster"),
    410: lazy_gettext("This is no longer what it was"),
    413: lazy_gettext("The files are too large"),
    414: lazy_gettext("The address is too long"),
    422: lazy_gettext("Something is missing or wrong"),
    429: lazy_gettext("Too many tries"),
    431: lazy_gettext("The browser sends too much with each request"),
    500: lazy_gettext("A fault on our side"),
    503: lazy_gettext("Not available just now"),
}
#: where a status says less than what happened
TITLES_OF = {"key-reused": lazy_gettext("This was sent before")}
SENTENCES = {
    400: lazy_gettext("Go back, load the page again and send it once more."),
    401: lazy_gettext("Sign in, then try again."),
    403: lazy_gettext("If you need it for your work, ask the administrator for the role."),
    404: lazy_gettext("The address is wrong, or what stood here has moved. Search for it, or go to the start page."),
    405: lazy_gettext("Go back and use the buttons of the page."),
    413: lazy_gettext("Choose smaller files, or send them one at a time."),
    414: lazy_gettext("Search for fewer words, or go to the start page."),
    429: lazy_gettext("Wait a few minutes and try again."),
    431: lazy_gettext("Delete the cookies of this site in the browser, then sign in again."),
}
RETRY_SECONDS = 10
#: the page without layout, for when the layout cannot be rendered
PLAIN_PAGE = (
    '<!doctype html>\n<html lang="%(language)s"><head><meta charset="utf-8"><title>%(title)s</title></head>'
    "<body><main><h1>%(title)s</h1><p>%(sentence)s</p><p><code>%(number)s</code></p></main></body></html>\n"
)
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def page(status: int, sentence: str = "", details: Sequence[str] = (), number: str = "", code: str = "") -> Response:
    """The page, or the notice for a script, that tells a person what happened and what to do."""
    title = TITLES_OF.get(code) or TITLES.get(status) or gettext("This did not work")
    number = number or _noted(status, code)
    words = sentence or SENTENCES.get(status) or ""
    template = "kit/notice.html" if is_htmx() else "kit/error.html"
    facts = {"status": status, "title": title, "sentence": words, "details": details, "number": number, "back": _back()}
    try:
        text = render_template(template, **facts)
    except ServiceUnavailable:  # the bars of the page ask the office for names and numbers
        text = PLAIN_PAGE % {
            "language": language(),
            "title": escape(title),
            "sentence": escape(words),
            "number": escape(number),
        }
    return make_response(text, status)


def new_number() -> str:
    """A number for people to tell and to find in the log."""
    return "".join(secrets.choice(LETTERS) for _ in range(8))


def _noted(status: int, code: str) -> str:
    """The number under which the log has the refusal; nothing that was sent stands there."""
    number = new_number()
    log.info(
        "refused %s: %s %s in %s at %s %s",
        number, status, code or "-", app_state().door.name, request.method, request.url_rule or "-",
    )  # fmt: skip
    return number


def _back() -> str:
    """The page the person came from, when it is one of ours."""
    came = urlsplit(request.referrer or "")
    if came.netloc != request.host or came.path == request.script_root + request.path:
        return ""
    return safe_address(came._replace(scheme="", netloc="", fragment="").geturl(), "")


def _layout() -> str:
    """The door's own ``error_layout.html`` when it has one, so that its bars stay on the page."""
    own = current_app.jinja_loader
    return "error_layout.html" if own and "error_layout.html" in own.list_templates() else "layout/base.html"


def refused(error: CoreError) -> Response:
    """A refusal of the office."""
    if isinstance(error, ServiceUnavailable):
        g.actor = None  # the page asks nobody who is there: that would wait, and fail, once more
        log.warning("%s in %s at %s %s", error.code, app_state().door.name, request.method, request.path)
    return with_wait(
        page(HTTP_STATUS_BY_KIND[error.kind], messages.text(error, language()), _details(error), code=error.code), error
    )


def with_wait(answer: Response, error: CoreError) -> Response:
    """The answer, with the seconds to wait where the refusal knows them."""
    if isinstance(error, TooManyTries):
        answer.headers["Retry-After"] = str(error.seconds)
    return answer


def come_again(response: Response) -> Response:
    """Tells programs, too, that what is not available now will be."""
    if response.status_code == 503:
        response.headers.setdefault("Retry-After", str(RETRY_SECONDS))
    return response


def _details(error: CoreError) -> list[str]:
    if isinstance(error, FormInvalid):
        return _listed(
            [f"{shortened(path)}: {_field_words(faults)}" for path, faults in _named(error.fields)], error.fields
        )
    if isinstance(error, DeploymentRefused):
        named = error.problems[:NAMED_FAULTS]
        return _listed([str(problem.text(language())) for problem in named], error.problems)
    return []


def _named(fields: FieldErrors) -> list[tuple[str, Sequence[FieldError]]]:
    return list(islice(fields.items(), NAMED_FAULTS))


def _listed(named: list[str], found: Sized) -> list[str]:
    """The faults that are named, and how many more there are: a page stays small, whatever came."""
    more = len(found) - len(named)
    return [*named, gettext("And %(count)s more.", count=more)] if more > 0 else named


def _field_words(faults: Sequence[FieldError]) -> str:
    return " ".join(messages.fault_text(fault, language()) for fault in faults)


def sign_in_first(_error: SignInNeeded) -> Response:
    """Sends the browser to sign in and back to the page it wanted."""
    endpoint = app_state().door.login_endpoint
    if not endpoint:
        return page(401)
    wanted = request.script_root + request.full_path.rstrip("?") if request.method == "GET" else None
    address = url_for(endpoint, next=wanted) if wanted else url_for(endpoint)
    if is_htmx():
        return Response(status=204, headers={"HX-Redirect": address})
    return Response(status=303, headers={"Location": address})


def form_expired(_error: CSRFError) -> Response:
    """A form whose session has ended, or that was sent from another site."""
    return page(
        400,
        gettext(
            "Your session has ended since the page was loaded. Go back, load the page again and send it once more."
        ),
    )


def http_error(error: HTTPException) -> Response:
    """What Flask itself refuses: no such page, a method that is not offered, a body that is too large."""
    if error.code is None or error.code < 400:
        return error.get_response()  # type: ignore[return-value]
    answer = page(error.code)
    if valid := getattr(error, "valid_methods", None):
        answer.headers["Allow"] = ", ".join(valid)
    return answer


def fault(error: Exception) -> Response:
    """Anything else is our fault, unless the database or the disk is: logged under a number that the page shows."""
    if meaning := as_core_error(error):
        return refused(meaning)
    number = new_number()
    log.error(
        "fault %s in %s at %s %s", number, app_state().door.name, request.method, request.url_rule, exc_info=error
    )
    words = gettext(
        "What you sent was not carried out. Try again; if it happens again, tell the administrator this number."
    )
    return page(500, words, number=number)


def register(app: Flask) -> None:
    app.jinja_env.globals["error_layout"] = _layout
    app.after_request(come_again)
    app.register_error_handler(CoreError, refused)
    app.register_error_handler(SignInNeeded, sign_in_first)
    app.register_error_handler(CSRFError, form_expired)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, fault)
