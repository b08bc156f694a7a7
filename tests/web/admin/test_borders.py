"""Every page of the staff's web with something's id in it, asked for by people who have nothing to do with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.db.models import Incident, Person, StaffSession
from core.domain.identifiers import uuid7
from core.services.office import Office
from core.services.views.actors import SYSTEM
from tests.support.staff import hire, staff
from tests.web.admin.desks import PDF, Desk, Shown
from tests.web.admin.steps import code_on

HERE = "H99.06"
EVERYTHING = dict.fromkeys(("receiver", "reviewer", "head", "leader", "registrar", "returner", "auditor", "designer", "admin"), HERE)  # fmt: skip
#: what everybody may see, and what is no thing of anybody: a language, a file of the pages, a procedure
PUBLIC = re.compile(r"/(language|built|plain|static|designer/procedures|dossiers/new)/")


@pytest.fixture
def stranger(app: Flask, demo: Office) -> Desk:
    hire(demo, "nguoi.la", **EVERYTHING)
    desk = Desk(app)
    assert desk.sign_in("nguoi.la", "mật khẩu để thử").status == 200
    return desk


@pytest.fixture
def theirs(demo: Office, receive: Callable[..., Shown]) -> dict[str, str]:
    dossier = demo.dossiers.get(code_on(receive()), SYSTEM)
    incident = uuid7()
    values = {"id": incident, "dossier_id": dossier.id, "kind": "step", "element": "A", "message": "x", "state": "open"}
    with demo.context.work() as work:
        work.session.add(Incident(**values, opened=demo.context.now()))
    with demo.context.work.read() as work:
        session = work.scalars(select(StaffSession.id).join(Person).where(Person.username == "tiepnhan")).one()
    return {
        "code": dossier.code,
        "task_id": str(dossier.tasks[0].id),
        "document_id": str(demo.documents.of(dossier.code, SYSTEM)[0].id),
        "incident_id": str(incident),
        "username": "tuphap",
        "token": str(demo.tokens.tokens(SYSTEM, "tiepnhan")[0].id),
        "session": str(session),
    }


def test_what_is_another_communes_is_like_nothing(app: Flask, stranger: Desk, theirs: dict[str, str]) -> None:
    token = stranger.get("/").form("/logout")["csrf_token"]
    nothing = {name: str(uuid7()) for name in theirs} | {"code": "H99.05-261123-9999", "username": "khong.co"}
    seen = 0
    for rule in app.url_map.iter_rules():
        known = rule.arguments and rule.arguments <= theirs.keys()
        if not known or PUBLIC.match(rule.rule):
            continue
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            foreign, unknown = (ask(stranger, method, rule.rule, ids, token) for ids in (theirs, nothing))
            assert (foreign.status_code, unknown.status_code) == (404, 404), (method, rule.rule)
            assert bare(foreign, theirs) == bare(unknown, nothing), (method, rule.rule)
            seen += 1
    assert seen > 15


def ask(desk: Desk, method: str, rule: str, ids: dict[str, str], token: str) -> Any:
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: ids[found[1]], rule)
    data = {"csrf_token": token, "idempotency_key": uuid7().hex, "role": "reviewer", "unit": HERE, "active": "no"}
    return desk.client.open(path, method=method, data=data if method == "POST" else None)


def bare(answer: Any, ids: dict[str, str]) -> str:
    # Each error page has a number of its own, by which it is found in the log.
    words = re.sub(r'(class="error-number">)\w+', r"\1?", answer.get_data(as_text=True))
    for value in ids.values():
        words = words.replace(value, "?")
    return re.sub(r'(csrf[-_]token"[^>]*(value|content)|idempotency_key"[^>]*value|nonce|value)="[^"]*"', "", words)


def test_an_administrator_sees_the_own_people_and_units_only(app: Flask, stranger: Desk) -> None:
    assert "tuphap" not in stranger.get("/people").text
    page = stranger.get("/people/nguoi.la")
    offered = [option.get("value") for option in page.tree.get_element_by_id("f-unit").iterfind("option")]
    assert offered[0] == HERE and all(code.startswith(HERE) for code in offered)
    told = stranger.send("/people/nguoi.la/grant", {"role": "leader", "unit": "H99.05"}, page="/people/nguoi.la")
    assert told.status == 403
    assert "H99.05" not in [held.unit_code for held in staff_of(stranger, app)]


def staff_of(desk: Desk, app: Flask) -> Any:
    from web.app_state import app_state

    with app.app_context():
        return staff(app_state().office, "", "nguoi.la").memberships


def test_the_last_administrator_is_told_why_he_stays(desk: Callable[[str], Desk]) -> None:
    admin = desk("quantri")
    for action in ("active", "revoke"):
        page = admin.send(f"/people/quantri/{action}", page="/people/quantri")
        assert page.status == 409
        assert "Không còn ai khác quản trị" in page.text


def test_an_auditor_adds_no_paper(desk: Callable[[str], Desk], theirs: dict[str, str]) -> None:
    auditor, clerk = desk("thanhtra"), desk("tiepnhan")
    address = f"/dossiers/{theirs['code']}/papers"
    token = auditor.get("/").form("/logout")["csrf_token"]
    from io import BytesIO

    sent = {"csrf_token": token, "papers": (BytesIO(PDF), "x.pdf")}
    assert auditor.client.post(address, data=sent).status_code == 403
    assert address in clerk.get(address).actions()
    assert address not in auditor.get(address).actions()


def test_the_cookie_never_holds_the_secret(
    app: Flask, desk: Callable[[str], Desk], receive: Callable[..., Shown]
) -> None:
    from flask.sessions import SecureCookieSessionInterface

    seen: list[str] = []

    def note(answer: Any) -> Any:
        seen.extend(answer.headers.getlist("Set-Cookie"))
        return answer

    app.after_request_funcs.setdefault(None, []).insert(0, note)
    page = receive()
    secret = page.tree.get_element_by_id("secret").text_content()
    assert len(secret) >= 8
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    for cookie in seen:
        name, _, value = cookie.partition("=")
        body = value.partition(";")[0]
        told = repr(signer.loads(body)) if signer and name == app.config["SESSION_COOKIE_NAME"] else body
        assert secret not in told
    code = code_on(page)
    again = desk("tiepnhan").get(f"/dossiers/{code}/receipt")
    assert secret not in again.text, "shown once"
