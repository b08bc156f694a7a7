from __future__ import annotations

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient


def test_a_refusal_is_a_page_in_words_with_its_status(client: FlaskClient) -> None:
    answer = client.get("/refused/claimed")
    assert answer.status_code == 409
    assert "Trần Thị B đang nhận việc này." in answer.text
    assert "<html" in answer.text


def test_a_script_gets_a_notice_instead_of_a_page(client: FlaskClient) -> None:
    answer = client.get("/refused/claimed", headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert "Trần Thị B" in answer.text
    assert 'role="alert"' in answer.text
    assert "<html" not in answer.text


def test_a_role_is_named_in_words(client: FlaskClient) -> None:
    assert "Lãnh đạo" in client.get("/refused/forbidden").text


def test_wrong_fields_are_listed(client: FlaskClient) -> None:
    answer = client.get("/refused/form")
    assert answer.status_code == 422
    assert "full_name: Mục này bắt buộc nhập." in answer.text


def test_a_fault_shows_its_number_and_nothing_of_itself(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "motcua.web"):
        answer = client.get("/refused/fault")
    assert answer.status_code == 500
    number = answer.text.split('error-number">')[1].split("<")[0]
    assert number in caplog.text
    assert "the secret inside" in caplog.text
    assert "the secret inside" not in answer.text
    assert "ZeroDivisionError" not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/refused/forbidden", 403),
        ("POST", "/login", 400),
        ("GET", "/refused/claimed", 409),
    ],
)
def test_every_refusal_shows_a_number_that_the_log_has(
    app: Flask, caplog: pytest.LogCaptureFixture, method: str, path: str, status: int
) -> None:
    """The third is a form without the sign of its page (CSRF)."""
    with caplog.at_level(logging.INFO, "motcua.web"):
        answers = [app.test_client().open(f"{path}?private=1", method=method) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [status, status]
    numbers = [answer.text.split('error-number">')[1].split("<")[0] for answer in answers]
    assert numbers[0] != numbers[1]
    lines = [record.getMessage() for record in caplog.records if record.getMessage().startswith("refused ")]
    assert [number in line for number, line in zip(numbers, lines, strict=True)] == [True, True]
    assert "private" not in caplog.text, "what was asked for may be somebody's"


def test_nothing_there_and_a_method_not_offered(client: FlaskClient) -> None:
    missing = client.get("/nothing")
    assert (missing.status_code, "Không tìm thấy" in missing.text) == (404, True)
    wrong = client.post("/mine")
    assert wrong.status_code in (400, 405)
    put = client.put("/choose")
    assert put.status_code in (400, 404)


def test_the_way_back_stays_on_this_site(client: FlaskClient) -> None:
    assert 'href="/desk?a=1"' in client.get("/nothing", headers={"Referer": "http://localhost/desk?a=1"}).text
    elsewhere = client.get("/nothing", headers={"Referer": "http://evil.example/desk"}).text
    assert "evil.example" not in elsewhere
    assert "Về trang trước" not in elsewhere


def test_what_was_typed_into_an_address_is_shown_as_text(app: Flask) -> None:
    from core.errors.requests import NotFound
    from web import guard

    @app.get("/named/<name>")
    @guard.public
    def named(name: str) -> str:
        raise NotFound(what="Dossier", name=name)

    answer = app.test_client().get("/named/<img src=x onerror=alert(1)>")
    assert answer.status_code == 404
    assert "<img" not in answer.text
    assert "&lt;img" in answer.text
