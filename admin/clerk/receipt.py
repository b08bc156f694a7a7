"""The receipt (form 01, giấy tiếp nhận hồ sơ và hẹn trả kết quả): printed on A5, the tracking secret shown once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, render_template, session
from flask_babel import force_locale

from admin.request_context import me, office
from core.domain import codes
from core.services.views.receipts import ReceiptView
from web import guard
from web.app_state import app_state
from web.badges import paper_kind
from web.qr import square
from web.times import time_limit

pages = Blueprint("receipt", __name__)
#: The receipt is a Vietnamese form whatever language the desk works in.
LANGUAGE = "vi"


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A line of the table of papers."""

    name: str
    kind: str
    number: int


@pages.get("/dossiers/<code>/receipt")
@guard.login
def show(code: str) -> str:
    """The receipt; right after reception with the secret, which nobody can show again. Shown, it counts as printed."""
    view = office().dossiers.receipt(code, me())
    office().reception.receipt_printed(code, me())
    address = codes.tracking_address(app_state().settings.address, view.dossier.code)
    with force_locale(LANGUAGE):
        papers, limit = paper_lines(view), time_limit(view.procedure.time_limit)
    return render_template(
        "clerk/receipt.html",
        view=view,
        papers=papers,
        limit=limit,
        secret=_secret(code),
        address=address,
        qr=square(address),
    )


def paper_lines(view: ReceiptView) -> list[PaperLine]:
    """The table of papers: what the procedure asks for and was handed in, then what was added beyond it.

    Required papers stand there even without a file: the receiver checked them at the desk.
    """
    filed = Counter(paper.component for paper in view.documents)
    known = {component.key for component in view.procedure.components}
    asked = [
        PaperLine(component.name, paper_kind(component.kind), max(component.quantity, filed[component.key]))
        for component in view.procedure.components
        if component.required or filed[component.key]
    ]
    return asked + [
        PaperLine(paper.name, paper_kind("electronic"), 1) for paper in view.documents if paper.component not in known
    ]


def _secret(code: str) -> str:
    """The secret of the reception that led to this page, made again; asked for once, so that the page shows it once."""
    kept = session.get("receipt")
    if not kept or kept.get("code") != code:
        return ""
    session.pop("receipt")
    return office().reception.receipt_secret(code, str(kept.get("key", "")), me()) or ""
