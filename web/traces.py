"""Writes each request's accesses to personal data into the access log, and answers with an error where that fails.

Written once the answer is decided: what was not shown (a redirect, nothing changed since) is no reading.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Flask, Response, request

from core.errors.base import CoreError
from core.errors.evidence import NotTraced
from core.services.evidence import access
from web.header_texts import header_text

if TYPE_CHECKING:
    from core.services.office import Office

#: header by which a program says why it reads
PURPOSE = "X-Purpose"
LONGEST = 200
#: part of an address that tells that a search led there
VIA = "via"


def register(
    app: Flask,
    office: Office | None,
    door: str,
    refused: Callable[[CoreError], Response],
    fault: Callable[[Exception], Response],
) -> None:
    """Logs what ``app`` shows; ``refused`` and ``fault`` make its answer of an error. Registered last, so that headers come
    after."""

    def begin() -> None:
        searched = request.args.get(VIA) == "search"
        access.open_request(door, request.endpoint or "", header_text(PURPOSE, LONGEST), searched=searched)

    def end(answer: Response) -> Response:
        if office is None or 300 <= answer.status_code < 400 or answer.status_code == 204:
            access.discard_request()
            return answer
        try:
            access.write_request(office.context)
        except NotTraced as error:
            return refused(error)
        except Exception as error:  # noqa: BLE001 - ours, whatever it is: shown under a number, as everywhere
            return fault(error)
        return answer

    def forget(_error: BaseException | None) -> None:
        access.discard_request()

    app.before_request(begin)
    app.after_request(end)
    app.teardown_request(forget)
