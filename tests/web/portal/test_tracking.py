from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.db.reading import Reading
from core.services.office import Office
from core.services.views.dossiers import DossierView, PublicDossier, ReceptionDesk
from core.services.views.shipments import ParcelEvent, ParcelOrder, ParcelView
from portal import status_texts
from tests.db.test_notices import NOTE, do
from tests.support.clock import TestClock
from tests.web.portal.conftest import MORNING

Receive = Callable[..., DossierView]


def test_the_bearer_of_a_receipt_sees_the_dossier(receive: Receive, look_up: Callable[..., Any]) -> None:
    dossier = receive()
    answer = look_up(dossier.code, dossier.receipt_secret)
    assert answer.status_code == 200
    assert dossier.code in answer.text
    assert "Cấp giấy xác nhận tình trạng hôn nhân" in answer.text
    assert "26/11/2026" in answer.text or "27/11/2026" in answer.text  # 24/11 is a day off


def test_no_more_is_shown_than_the_receipt_itself_shows(receive: Receive, look_up: Callable[..., Any]) -> None:
    dossier = receive()
    page = look_up(dossier.code, dossier.receipt_secret).text
    for private in (
        "Nguyễn Văn Mẫu",
        "001099012345",
        "0912345678",
        "mau@vi-du.example",
        "Thôn Mẫu",
        dossier.receipt_secret,
    ):
        assert str(private) not in page


def test_code_and_secret_as_people_write_them(receive: Receive, look_up: Callable[..., Any]) -> None:
    dossier = receive()
    assert dossier.receipt_secret
    spaced = " ".join(dossier.receipt_secret.lower())
    assert look_up(f"  {dossier.code.lower()} ", spaced).status_code == 200


def test_a_wrong_code_and_a_wrong_secret_look_alike(receive: Receive, look_up: Callable[..., Any]) -> None:
    dossier = receive()
    wrong_secret = look_up(dossier.code, "AAAA-AAAA")
    wrong_code = look_up("H99.05-261123-9999", dossier.receipt_secret)
    assert wrong_secret.status_code == wrong_code.status_code == 404
    assert "Không có hồ sơ nào khớp" in wrong_secret.text
    assert plain(wrong_code.text.replace("H99.05-261123-9999", dossier.code)) == plain(wrong_secret.text)


def plain(page: str) -> str:
    """A page without its tokens, which carry the time they were made at."""
    return re.sub(r"[\w-]+\.[\w-]{6}\.[\w-]{27}", "token", page)


def test_guessing_is_slowed_down(receive: Receive, look_up: Callable[..., Any], clock: TestClock) -> None:
    dossier = receive()
    for _ in range(10):
        assert look_up(dossier.code, "AAAA-AAAA").status_code == 404
    stopped = look_up(dossier.code, "AAAA-AAAA")
    assert stopped.status_code == 429
    assert 0 < int(stopped.headers["Retry-After"]) <= 90
    assert "Nhập sai quá nhiều lần" in stopped.text
    assert look_up(dossier.code, dossier.receipt_secret).status_code == 200, (
        "the right key is never refused for wrong ones"
    )
    for number in range(110):
        answer = look_up(f"H99.05-261123-{number:04d}", "AAAA-AAAA")
    assert answer.status_code == 429
    assert look_up(dossier.code, dossier.receipt_secret).status_code == 429
    clock.advance(seconds=int(answer.headers["Retry-After"]))
    assert look_up(dossier.code, dossier.receipt_secret).status_code == 200


def test_missing_fields_are_named_beside_them_and_on_top(look_up: Callable[..., Any]) -> None:
    answer = look_up("", " ")
    assert answer.status_code == 422
    assert answer.text.count("Nhập mã hồ sơ.") == 2
    assert answer.text.count("Nhập mã tra cứu.") == 2


def test_the_code_may_stand_in_the_address_and_the_secret_never(client: FlaskClient, receive: Receive) -> None:
    dossier = receive()
    page = client.get(f"/track?code={dossier.code}&secret={dossier.receipt_secret}").text
    assert f'value="{dossier.code}"' in page
    assert 'name="secret" type="text" value=""' in page


def test_no_answer_of_tracking_is_kept_by_a_browser(receive: Receive, look_up: Callable[..., Any]) -> None:
    dossier = receive()
    assert look_up(dossier.code, dossier.receipt_secret).headers["Cache-Control"] == "no-store"


def test_a_promised_day_that_has_passed_is_apologised_for(
    receive: Receive, look_up: Callable[..., Any], clock: TestClock
) -> None:
    dossier = receive()
    assert "xin lỗi" not in look_up(dossier.code, dossier.receipt_secret).text
    clock.set(MORNING + timedelta(days=20))
    page = look_up(dossier.code, dossier.receipt_secret).text
    assert "xin lỗi" in page
    assert "Quá hạn" in page


def _public(status: int, **facts: Any) -> PublicDossier:
    known = {
        "code": "x",
        "procedure": "1",
        "procedure_name": "P",
        "unit_name": "U",
        "applicant_masked": "N",
        "status_changes": (),
        "returned_by": facts.get("return_by", "counter"),
    }
    times = {
        "received": MORNING,
        "due": MORNING + timedelta(days=3),
        "processed": None,
        "finished": None,
        "returned": None,
    }
    return PublicDossier(**{**known, **times, "status": status, "return_by": "counter", **facts})


@pytest.mark.parametrize("status", range(1, 11))
def test_every_status_has_a_sentence_and_what_to_do(app: Flask, status: int) -> None:
    with app.test_request_context():
        found = status_texts.of(_public(status))
    assert len(found.status) > 10
    assert len(found.to_do) > 10


def test_what_to_do_with_a_result_depends_on_the_way_it_comes(app: Flask) -> None:
    with app.test_request_context():
        assert "Bộ phận Một cửa" in status_texts.of(_public(9)).to_do
        assert "sẽ được gửi qua bưu chính" in status_texts.of(_public(9, return_by="post")).to_do


def test_nothing_is_said_to_be_sent_before_the_post_took_it_over(app: Flask) -> None:
    order = ParcelOrder(number="n", carrier="Bưu điện", service="standard", receiver="N. V. An", address="•••, xã Mẫu")
    waiting = replace(_parcel("created"), order=order)
    with app.test_request_context():
        told = [
            status_texts.of(_public(9, return_by="post", parcels=(one,))).to_do
            for one in (waiting, replace(waiting, state="accepted", taken_over=True))
        ]
    assert "sẽ được gửi qua bưu chính công ích đến •••, xã Mẫu" in told[0] and "chưa nhận bưu gửi" in told[0]
    assert "đang được bưu chính công ích chuyển đến •••, xã Mẫu" in told[1] and "VN1" in told[1]


def _parcel(state: str, *events: ParcelEvent) -> ParcelView:
    return ParcelView(tracking_code="VN1", state=state, since=MORNING, events=events)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("in-transit", "không cần đến nhận"),
        ("failed", "chưa phát được"),
        ("returning", "chưa phát được"),
        ("returned", "đến nhận, hoặc đề nghị gửi lại: Một cửa xã Mẫu, 0123"),
        ("cancelled", "Đơn gửi bưu chính đã huỷ, kết quả đang ở cơ quan"),
        ("lost", "làm thất lạc"),
    ],
)
def test_the_citizen_is_told_what_became_of_the_parcel(app: Flask, state: str, told: str) -> None:
    """The newest parcel counts; nobody is told to stay at home when the result lies at the office."""
    desk = ReceptionDesk(name="Một cửa xã Mẫu", phone="0123")
    parcels = (_parcel("returned"), _parcel(state))
    with app.test_request_context():
        to_do = status_texts.of(_public(9, return_by="post", parcels=parcels, desk=desk)).to_do
    assert told in to_do
    assert ("không cần đến nhận" in to_do) == (state == "in-transit")


def test_a_result_the_post_did_not_take_is_collected(app: Flask) -> None:
    with app.test_request_context():
        refused = status_texts.of(_public(9, return_by="post", collectable=True)).to_do
        kept = status_texts.of(_public(9, return_by="post", parcels=(_parcel("lost"),), collectable=True)).to_do
    assert "Bưu chính không chuyển được kết quả" in refused
    assert kept == refused


def test_waiting_for_the_citizen_is_not_the_offices_delay(app: Flask, clock: TestClock) -> None:
    clock.set(MORNING + timedelta(days=20))
    with app.test_request_context():
        assert status_texts.of(_public(5)).late == ""
        assert status_texts.of(_public(4)).late != ""


def test_postal_tracking_is_shown(
    app: Flask, demo: Office, client: FlaskClient, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = (ParcelEvent(MORNING, "Bưu cục đã nhận"), ParcelEvent(MORNING, "Đang phát"))
    found = _public(9, return_by="post", parcels=(_parcel("out-for-delivery", *events),))
    monkeypatch.setattr(type(demo.dossiers), "lookup", lambda *_: found)
    page = client.post("/track", data={"code": "x", "secret": "y", "csrf_token": token}).text
    assert page.index("Đang phát") < page.index("Bưu cục đã nhận")
    assert demo.dossiers.lookup("x", "y", "") is found


def test_tracking_is_one_reading(receive: Receive, look_up: Callable[..., Any], readings: list[Reading]) -> None:
    dossier = receive()
    look_up(dossier.code, dossier.receipt_secret)  # a version is read once a process
    readings.clear()
    assert look_up(dossier.code, dossier.receipt_secret).status_code == 200
    assert len(readings) == 1


def test_the_citizen_reads_what_is_missing_and_until_when(
    receive: Receive, look_up: Callable[..., Any], demo: Office
) -> None:
    dossier = receive()
    papers = "Bản chụp căn cước <b>rõ nét</b>\nGiấy uỷ quyền"
    do(demo, dossier.code, "Task_Review", decision="supplement", supplementList=papers)
    page = look_up(dossier.code, dossier.receipt_secret).text
    assert "<li>Bản chụp căn cước &lt;b&gt;rõ nét&lt;/b&gt;</li><li>Giấy uỷ quyền</li>" in page
    assert "Hạn cuối" in page and "23/12/2026 17:00" in page
    assert "Thứ Hai – Thứ Sáu: 07:30–11:30, 13:00–17:00" in page
    assert NOTE not in page
    do(demo, dossier.code, "Task_Supplement", supplementResult="complete")
    assert "Cần bổ sung" not in look_up(dossier.code, dossier.receipt_secret).text, "it is no longer asked for"


@pytest.mark.parametrize(
    ("state", "told"), [("cancelled", "Đơn gửi bưu chính đã huỷ"), ("returned", "không chuyển được")]
)
def test_why_a_result_waits_at_the_desk_is_called_what_it_is(app: Flask, state: str, told: str) -> None:
    with app.test_request_context():
        found = status_texts.of(_public(9, return_by="post", parcels=(_parcel(state),), collectable=True))
    assert told in found.to_do and found.action_needed
