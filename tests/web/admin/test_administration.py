"""Administration: people and roles, incidents with their retry, the health of the system."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from core.services.office import Office
from tests.web.admin.desks import Desk, Shown
from tests.web.admin.steps import person, send_by_post


def test_a_new_person_gets_a_password_and_a_role_and_works(
    app: Flask, desk: Callable[[str], Desk], receive: Callable[..., Shown]
) -> None:
    receive()
    admin = desk("quantri")
    made = admin.send("/people/new", {"username": "can.bo.moi", "name": "Cán Bộ Mới", "email": ""}, page="/people/new")
    password = made.tree.get_element_by_id("password").text_content()
    granted = admin.send("/people/can.bo.moi/grant", {"role": "reviewer", "unit": "H99.05"}, page="/people/can.bo.moi")
    assert "Đã giao vai trò" in granted.text
    newcomer = Desk(app)
    assert newcomer.sign_in("can.bo.moi", password).status == 200
    own = {"old": password, "new": "một mật khẩu riêng", "again": "một mật khẩu riêng"}
    newcomer.send("/account/password", own, page="/account/password")
    assert "Thẩm định hồ sơ" in newcomer.get("/queue").text
    assert password not in admin.get("/people/can.bo.moi").text
    admin.send("/people/can.bo.moi/revoke", page="/people/can.bo.moi")
    assert "Thẩm định hồ sơ" not in newcomer.get("/queue").text


def test_a_new_password_replaces_the_old_one(app: Flask, desk: Callable[[str], Desk]) -> None:
    admin, clerk = desk("quantri"), desk("tuphap")
    page = admin.send("/people/tuphap/password", page="/people/tuphap")
    assert clerk.client.get("/queue").status_code == 303
    assert Desk(app).sign_in("tuphap", page.tree.get_element_by_id("password").text_content()).status == 200


def test_a_closed_account_signs_in_no_more(
    app: Flask, desk: Callable[[str], Desk], credentials: dict[str, list[dict[str, str]]]
) -> None:
    admin, clerk = desk("quantri"), desk("tuphap")
    admin.send("/people/tuphap/active", page="/people/tuphap")
    assert clerk.client.get("/queue").status_code == 303
    password = next(found["password"] for found in credentials["accounts"] if found["username"] == "tuphap")
    assert Desk(app).sign_in("tuphap", password).status == 401
    admin.send("/people/tuphap/active", page="/people/tuphap")
    assert Desk(app).sign_in("tuphap", password).status == 200


def test_wrong_names_are_told_beside_the_field(desk: Callable[[str], Desk]) -> None:
    admin = desk("quantri")
    for typed, field in (
        ({"username": "có dấu", "name": "A"}, "f-username-error"),
        ({"username": "tuphap", "name": "A"}, "f-username-error"),
        ({"username": "moi", "name": " "}, "f-name-error"),
    ):
        page = admin.send("/people/new", typed, page="/people/new")
        assert page.status == 422
        assert page.tree.get_element_by_id(field).text_content().strip()
        assert page.form("/people/new")["username"] == typed["username"]
    page = admin.send("/people/tuphap/grant", {"role": "sai vai trò", "unit": "H99.05"}, page="/people/tuphap")
    assert page.status == 422
    assert admin.client.get("/people/khong-co").status_code == 404


def test_an_incident_is_seen_and_tried_again(
    desk: Callable[[str], Desk], receive: Callable[..., Shown], demo: Office
) -> None:
    code = send_by_post(desk, receive)
    _fail_post(demo)

    admin = desk("quantri")
    page = admin.get("/incidents")
    assert code in page.text
    link = page.tree.find(".//tbody//a").get("href")
    shown = admin.get(link).text
    assert "bưu cục đóng cửa" in shown
    (incident,) = demo.incidents.page(person(demo, "quantri")).items
    assert incident.step != incident.element
    for words in (page.text, shown):
        assert incident.step in words and incident.number in words and incident.element not in words
    answer = admin.send(f"{link}/retry", page=link)
    assert "Đã thử lại" in answer.text
    assert "Không có hồ sơ nào bị dừng" in admin.get("/incidents").text
    assert code in admin.get("/incidents?state=resolved").text
    assert "Đã thử lại bước" in desk("tiepnhan").get(f"/dossiers/{code}/history").text
    again = admin.client.post(f"{link}/retry", data={"csrf_token": answer.form("/logout")["csrf_token"]})
    assert again.status_code == 303, "trying a settled incident again changes nothing"


def _stopped_at_the_post(desk: Callable[[str], Desk], receive: Callable[..., Shown], demo: Office) -> tuple[str, str]:
    """A dossier whose postal order failed for good: its code, and the address of the incident."""
    code = send_by_post(desk, receive)
    _fail_post(demo)
    (incident,) = demo.incidents.page(person(demo, "lanhdao")).items
    return code, f"/incidents/{incident.id}"


def test_a_failed_call_is_shown_as_failed_and_corrected_on_its_page(
    desk: Callable[[str], Desk], receive: Callable[..., Shown], demo: Office
) -> None:
    code, address = _stopped_at_the_post(desk, receive, demo)
    leader = desk("lanhdao")
    shown = leader.get(f"/dossiers/{code}")
    assert "Việc không thực hiện được" in shown.text and "bưu cục đóng cửa" in shown.text
    assert "đang chờ trả lời từ bên ngoài" not in shown.text
    page = leader.get(address)
    assert page.form("/edit")["input.receiver"]
    wrong = leader.send(f"{address}/edit", {"input.amount": "nhiều", "reason": "tiền thu hộ sai"}, page=address)
    assert wrong.status == 422
    assert wrong.form("/edit")["input.amount"] == "nhiều" and wrong.form("/edit")["reason"] == "tiền thu hộ sai"
    assert leader.send(f"{address}/edit", {"input.amount": "0"}, page=address).status == 422, "a reason is needed"
    done = leader.send(f"{address}/edit", {"input.amount": "0", "reason": "tiền thu hộ sai"}, page=address)
    assert "Đã thử lại cho hồ sơ" in done.text and "tiền thu hộ sai" in leader.get(address).text
    assert "đã sửa nội dung gửi" in leader.get(f"/dossiers/{code}/history").text


def test_skipping_says_what_follows_and_who_may_not_is_not_offered_it(
    desk: Callable[[str], Desk], receive: Callable[..., Shown], demo: Office
) -> None:
    code, address = _stopped_at_the_post(desk, receive, demo)
    assert not [action for action in desk("quantri").get(address).actions() if action.endswith("/edit")]
    designer = desk("thietke").get(address)
    assert not [one for one in designer.actions() if one.endswith(("/edit", "/answer", "/skip"))]
    leader = desk("lanhdao")
    assert "Không bỏ qua được" in leader.get(address).text, "the message that comes later needs the tracking code"
    answered = leader.send(
        f"{address}/answer", {"output.trackingCode": "VN1", "reason": "gửi tại bưu cục"}, page=address
    )
    assert code in answered.text and "đã trả lời bằng tay" in leader.get(address).text


def test_ticked_incidents_are_settled_together(
    desk: Callable[[str], Desk], receive: Callable[..., Shown], demo: Office
) -> None:
    _, address = _stopped_at_the_post(desk, receive, demo)
    leader = desk("lanhdao")
    sent = {"incident": address.rpartition("/")[2], "action": "remap", "reason": "bưu cục mở cửa lại"}
    assert "Đã xử lý 1 sự cố" in leader.send("/incidents", sent, page="/incidents").text
    assert "đánh dấu một sự cố" in leader.send("/incidents", {"action": "retry"}, page="/incidents?state=all").text


def _fail_post(office: Office) -> None:
    """A worker's last try at the postal order fails."""
    posted = [row for row in office.outbox.due(50) if row.topic == "postal.return"]
    assert len(posted) == 1
    job = office.outbox.lease(posted[0].id)
    assert job is not None
    office.outbox.failed(job, "bưu cục đóng cửa", retry=False, redacted="bưu cục đóng cửa")


def test_the_systems_health_is_in_words(desk: Callable[[str], Desk]) -> None:
    page = desk("quantri").get("/system").text
    assert "Cơ sở dữ liệu" in page
    assert "bình thường" in page
