"""The page of a dossier that was looked up changes its language; code and secret stand in nothing that is sent for it."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core.db.models import Access
from core.services.office import Office
from core.services.views.dossiers import DossierView
from portal import tickets

Receive = Callable[..., DossierView]


@pytest.fixture
def switch(client: FlaskClient, look_up: Callable[..., Any]) -> Callable[..., Any]:
    """Sends the form of the other language as it stands on a page."""

    def send(page: str, **instead: str) -> Any:
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.split("</form>")[0]))
        (action,) = re.findall(r'<form method="post" action="([^"]*)"', page.split("</form>")[0])
        return client.post(action, data={**fields, **instead})

    return send


def test_the_same_dossier_is_shown_in_the_other_language(
    receive: Receive, look_up: Callable[..., Any], switch: Callable[..., Any]
) -> None:
    dossier = receive()
    first = look_up(dossier.code, dossier.receipt_secret)
    english = switch(first.text)
    assert english.status_code == 200 and english.request.path == "/track" and not english.request.query_string
    assert dossier.code in english.text and "What has happened" in english.text
    assert dossier.receipt_secret not in english.text and english.headers["Cache-Control"] == "no-store"
    back = switch(english.text)
    assert dossier.code in back.text and "What has happened" not in back.text


def test_the_ticket_of_the_page_says_nothing_and_holds_for_a_while(
    receive: Receive, look_up: Callable[..., Any], switch: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = receive()
    page = look_up(dossier.code, dossier.receipt_secret).text
    (ticket,) = re.findall(r'name="ticket" value="([^"]*)"', page)
    opened = base64.urlsafe_b64decode(ticket.split(".")[0] + "==").decode("latin-1")
    assert dossier.code not in ticket and dossier.code not in opened
    (other,) = set(re.findall(r'data-push-ticket="([^"]*)"', page)) or {"x"}
    for forged in (ticket[:-2], "", "x" * 5000, other):
        refused = switch(page, ticket=forged)
        assert refused.status_code == 403 and dossier.code not in refused.text
    monkeypatch.setattr(tickets, "TICKET_SECONDS", -1)
    late = switch(page)
    assert late.status_code == 403 and "opened too long ago" in late.text and dossier.code not in late.text


def test_every_showing_is_written_down(
    receive: Receive, look_up: Callable[..., Any], switch: Callable[..., Any], demo: Office
) -> None:
    dossier = receive()
    switch(look_up(dossier.code, dossier.receipt_secret).text)
    with demo.context.work.read() as work:
        seen = work.scalars(select(Access.parts).where(Access.dossier_id == dossier.id)).all()
    assert sum("lookup" in parts for parts in seen) == 2
