"""Signing in with a provider nobody here wrote: the way in, and every way to come back wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from flask import Flask

from admin.app import create_app
from core.domain.journal import JournalKind
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.settings import Settings
from tests.support import offices
from tests.support.clock import START, TestClock
from tests.support.provider import CLIENT, Provider, provider
from tests.support.staff import hire
from tests.web.admin.desks import Desk

HERE = "http://127.0.0.1:8000"
BACK = f"{HERE}/login/oidc/back"


@pytest.fixture(scope="module")
def sso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    with provider(tmp_path_factory.mktemp("provider"), START, BACK) as running:
        yield running


@pytest.fixture
def elsewhere(settings: Settings, clock: TestClock, sso: Provider) -> Iterator[Office]:
    """An office whose staff signs in with the provider, in a running clock: the provider's runs, too."""
    clock.run()
    changed = settings.but(base_url=HERE, oidc_url=sso.issuer, oidc_client=CLIENT, oidc_name="Cổng SSO tỉnh")
    with offices.opened(changed, clock) as office:
        hire(office, "lan")
        yield office


@pytest.fixture
def app(elsewhere: Office) -> Flask:
    built = create_app(elsewhere, elsewhere.context.settings)
    built.testing = True
    return built


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk(app)


def begin(desk: Desk, wanted: str = "/account") -> str:
    """The address at the provider the browser is sent to."""
    answer = desk.client.get(f"/login/oidc?next={wanted}")
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def come_back(desk: Desk, address: str, **changed: str | None) -> Any:
    """What the office answers when the browser comes back, with some of the address changed or (None) left out."""
    assert address.startswith(BACK + "?")
    sent = dict(parse_qsl(urlsplit(address).query)) | changed
    return desk.client.get(
        "/login/oidc/back?" + urlencode({name: one for name, one in sent.items() if one is not None})
    )


def journal(office: Office, kind: JournalKind) -> list[Any]:
    from sqlalchemy import select

    from core.db.models import JournalEntry

    with office.context.work.read() as work:
        return list(work.scalars(select(JournalEntry).where(JournalEntry.kind == str(kind))))


def test_the_way_in(desk: Desk, sso: Provider, elsewhere: Office) -> None:
    page = desk.get("/login?next=/account")
    assert "Đăng nhập bằng Cổng SSO tỉnh" in page.text
    address = begin(desk)
    asked = parse_qs(urlsplit(address).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["response_type"] == ["code"]
    assert {"state", "nonce", "code_challenge"} <= asked.keys()
    answer = come_back(desk, sso.sign_in(address, "lan"))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
    assert "Người lan" in desk.get("/account").text, "the made password need not be changed: it is not used"
    assert journal(elsewhere, JournalKind.PERSON_IDENTITY_LINKED)
    assert journal(elsewhere, JournalKind.PERSON_LOGIN_SUCCEEDED)[-1].payload == '{"way":"oidc"}'


def test_the_first_sign_in_links_and_the_name_alone_counts_no_more(
    app: Flask, sso: Provider, elsewhere: Office
) -> None:
    first = Desk(app)
    assert come_back(first, sso.sign_in(begin(first), "lan")).status_code == 303
    sso.knows("thief", preferred_username="lan")
    thief = Desk(app)
    answer = come_back(thief, sso.sign_in(begin(thief), "thief"))
    assert answer.status_code == 403
    assert "không có cán bộ nào liên kết" in answer.text
    assert thief.client.get("/account").status_code == 303
    sso.knows("lan", preferred_username="lan-doi-ten")  # a new name, the same person
    again = Desk(app)
    assert come_back(again, sso.sign_in(begin(again), "lan")).status_code == 303
    assert "Người lan" in again.get("/account").text
    sso.knows("lan")


def test_attack_somebody_unknown_or_closed_gets_a_sentence_and_no_rights(
    app: Flask, sso: Provider, elsewhere: Office
) -> None:
    hire(elsewhere, "nghi.viec")
    elsewhere.accounts.set_active("nghi.viec", False, SYSTEM)
    for name in ("khong.ai", "nghi.viec"):
        desk = Desk(app)
        answer = come_back(desk, sso.sign_in(begin(desk), name))
        assert answer.status_code == 403
        assert "Hãy nhờ quản trị" in answer.text
        assert desk.client.get("/account").status_code == 303
    names = {one.username for one in elsewhere.accounts.people(SYSTEM)}
    assert "khong.ai" not in names


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"state": "forged"}, "thuộc về một lần đăng nhập khác"),
        ({"state": None}, "thuộc về một lần đăng nhập khác"),
        ({"state": "ư"}, "thuộc về một lần đăng nhập khác"),
        ({"code": "forged"}, "nhà cung cấp không chấp nhận"),
        ({"code": None}, "không tin được"),
        ({"code": "x" * 5000}, "không tin được"),
        ({"iss": "https://another.example"}, "không tin được"),
        ({"error": "access_denied", "code": None}, "bị huỷ giữa chừng"),
        ({"error": "server_error", "code": None}, "đã từ chối"),
    ],
)
def test_attack_a_wrong_way_back_is_a_page_that_says_so(
    desk: Desk, sso: Provider, changed: dict[str, str | None], words: str
) -> None:
    address = sso.sign_in(begin(desk), "lan")
    answer = come_back(desk, address, **changed)
    assert answer.status_code == 401
    assert words in answer.text
    assert "Hãy bắt đầu lại" in answer.text
    assert desk.client.get("/account").status_code == 303
    assert come_back(desk, address).status_code == 401, "what was asked counts for one answer"


def test_attack_an_answer_opens_only_the_browser_that_asked(app: Flask, sso: Provider) -> None:
    asker, victim = Desk(app), Desk(app)
    address = sso.sign_in(begin(asker), "lan")
    assert come_back(victim, address).status_code == 401
    begin(victim)
    assert come_back(victim, address).status_code == 401
    assert victim.client.get("/account").status_code == 303


def test_denied_at_the_provider(desk: Desk, sso: Provider) -> None:
    answer = come_back(desk, sso.sign_in(begin(desk), "lan", deny=True))
    assert answer.status_code == 401
    assert "bị huỷ giữa chừng" in answer.text


def test_too_late(desk: Desk, sso: Provider, clock: TestClock) -> None:
    address = sso.sign_in(begin(desk), "lan")
    clock.advance(minutes=11)
    answer = come_back(desk, address)
    assert answer.status_code == 401
    assert "đã quá lâu" in answer.text


def test_attack_a_token_for_another_sign_in_or_another_time_is_refused(
    desk: Desk, sso: Provider, clock: TestClock, elsewhere: Office
) -> None:
    address = sso.sign_in(begin(desk), "lan")
    with desk.client.session_transaction() as kept:
        kept["elsewhere"] = {**kept["elsewhere"], "nonce": "another"}
    answer = come_back(desk, address)
    assert (answer.status_code, "không tin được" in answer.text) == (401, True)
    address = sso.sign_in(begin(desk), "lan")
    with desk.client.session_transaction() as kept:
        kept["elsewhere"] = {**kept["elsewhere"], "verifier": "v" * 60}
    assert come_back(desk, address).status_code == 401
    address = sso.sign_in(begin(desk), "lan")
    clock.advance(days=-1)  # the token is not yet valid
    assert come_back(desk, address).status_code == 401


def test_a_provider_that_is_away_is_a_page_not_a_fault(app: Flask, settings: Settings, clock: TestClock) -> None:
    from tests.support.processes import free_port

    changed = settings.but(base_url=HERE, oidc_url=f"http://127.0.0.1:{free_port()}", oidc_client=CLIENT)
    with offices.opened(changed, clock) as office:
        answer = create_app(office, changed).test_client().get("/login/oidc")
    assert answer.status_code == 503
    assert "không trả lời" in answer.text


def test_local_passwords_switched_off_and_the_operators_way_back(
    sso: Provider, elsewhere: Office, clock: TestClock
) -> None:
    password = "mật khẩu để thử"
    with offices.opened(elsewhere.context.settings.but(passwords=False), clock) as strict:
        app = create_app(strict, strict.context.settings)
        assert not [one for one in Desk(app).get("/login").actions() if one.endswith("/login")]
        refused = Desk(app).send("/login", {"username": "lan", "password": password}, page="/login?local=1")
        assert refused.status == 401
        assert "không dùng mật khẩu nội bộ" in refused.text
        strict.passwords.allow_password_temporarily("lan", 8, SYSTEM)
        let_in = Desk(app).send("/login", {"username": "lan", "password": password}, page="/login?local=1")
        assert let_in.status == 200
        clock.advance(hours=9)
        late = Desk(app).send("/login", {"username": "lan", "password": password}, page="/login?local=1")
        assert late.status == 401
