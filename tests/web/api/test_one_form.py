"""What programs send is kept in the one form in which the desk keeps it, or refused with a fault at its field."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.api.calling import APPLICANT, DECLARATION, OUTCOMES, Api, read, reception, refused, the_task
from tests.web.api.test_messages_and_incidents import to_the_post

if TYPE_CHECKING:
    from core.services.office import Office

HOSTILE = (
    "%s",
    "%(x)s",
    "{0}",
    "100%_\\",
    "<script>alert(1)</script>",
    "=1+1",
    "{{7*7}}",
    "Document",
    "a\r\nBcc: b@c.vn",
)


def test_names_and_numbers_are_kept_in_one_form(api: Api) -> None:
    sent = {
        "name": "Tra\u0302\u0300n \u202eVa\u0306n Thu\u031b\u0309\u200b",
        "identity_number": "\u0660\u0660\u0661\u0660\u0669\u0669\u0660\u0660\u0660\u0660\u0660\u0661",
        "phone": "(028) 3822-1234",
        "email": " Ten@Example.VN ",
        "address": "So\u0302\u0301\u00a01 ",
    }
    body = reception(
        applicant=sent, data={**DECLARATION, "residence": "So\u0302\u0301\u200b 1", "note": "e\u0302\u200b"}
    )
    made = read(api("receiver").post("/dossiers", body), 201)
    assert made["applicant"] == {
        "name": "Trần Văn Thử",
        "identity_number": "001099000001",
        "phone": "02838221234",
        "email": "Ten@example.vn",
        "address": "Số 1",
        "tell_by": "email",
        "language": "vi",
    }
    assert (made["data"]["residence"], made["data"]["other"]) == ("Số 1", {"note": "ê"})
    for typed in ("028 3822 1234", "+84 28 38221234", "001.099.000.001", made["code"].lower().replace("-", " ")):
        found = read(api("receiver").get("/dossiers", query_string={"search": typed}))
        assert [line["code"] for line in found["items"]] == [made["code"]], typed
    for typed in ("%", "_", "🐉", "\\"):
        assert read(api("receiver").get("/dossiers", query_string={"search": typed}))["items"] == []


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", " \u200b", "required"),
        ("identity_number", "0010990000011", "tax-code"),
        ("identity_number", "12 34", "identity"),
        ("phone", "0912345678; 0987654321", "phone"),
        ("phone", "0123 456 789", "phone"),
        ("email", "a@b..vn", "email"),
        ("email", "a@b.vn\r\nBcc: c@d.vn", "email"),
    ],
)
def test_what_has_no_real_shape_is_refused_at_its_field(api: Api, field: str, value: str, code: str) -> None:
    problem = refused(
        api("receiver").post("/dossiers", reception(applicant={**APPLICANT, field: value})), 422, "form-invalid"
    )
    assert [(item["pointer"], item["code"]) for item in problem["errors"]] == [(f"/applicant/{field}", code)]
    assert problem["errors"][0]["message"]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [(Decimal("2.0"), 2), ("2", 2), (Decimal("1E+1"), 10), ("1.500", "ambiguous-number"), (Decimal("1.5"), "decimals"), (0, "too-small")],
)  # fmt: skip
def test_numbers_are_exact_or_refused(api: Api, sent: Any, kept: Any) -> None:
    answer = api("receiver").post("/dossiers", reception(data={**DECLARATION, "copies": sent}))
    if isinstance(kept, int):
        assert read(answer, 201)["data"]["copies"] == kept
    else:
        problem = refused(answer, 422, "form-invalid")
        assert [(item["pointer"], item["code"]) for item in problem["errors"]] == [("/data/copies", kept)]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("1950", "1950"), ("04/1950", "1950-04"), ("1950-04", "1950-04"), ("12/4/1995", "1995-04-12"),
        ("1995-04-12T17:00:00.000Z", "1995-04-13"), ("2026-11-23", "2026-11-23"),
        ("2026-12-31", "future"), ("2027", "future"), ("9999-12-31T23:59-12:00", "not-a-date"), ("9999-12-31", "future"),
        ("0001-01-01", "not-before"), ("12/4/95", "year-two-digits"), ("31/02/1995", "not-a-date"),
        ("1950-00-00", "not-a-date"), ("1995-04-12Tgarbage", "not-a-date"), ("1995-W15-3", "not-a-date"),
    ],
)  # fmt: skip
def test_a_birth_date_may_be_a_year_and_never_lies_in_the_future(api: Api, sent: str, kept: str) -> None:
    answer = api("receiver").post("/dossiers", reception(data={**DECLARATION, "birthDate": sent}))
    if kept[0].isdigit():
        assert read(answer, 201)["data"]["birthDate"] == kept
    else:
        problem = refused(answer, 422, "form-invalid")
        assert [(item["pointer"], item["code"]) for item in problem["errors"]] == [("/data/birthDate", kept)]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("7h5", "07:05"),
        ("7 giờ 05 phút", "07:05"),
        ("23:59", "23:59"),
        ("25h70", "not-a-time"),
        ("24:00", "not-a-time"),
    ],
)
def test_an_hour_of_birth_is_an_hour_of_the_day(api: Api, sent: str, kept: str) -> None:
    body = reception(procedure="1.001193", data={"childBirthTime": sent})
    answer = api("receiver").post("/dossiers", body)
    if kept[0].isdigit():
        assert read(answer, 201)["data"]["childBirthTime"] == kept
    else:
        problem = refused(answer, 422, "form-invalid")
        assert [(item["pointer"], item["code"]) for item in problem["errors"]] == [("/data/childBirthTime", kept)]
        assert "14:30" in problem["errors"][0]["message"]


def test_nothing_is_issued_before_it_was_received_nor_in_the_future(api: Api) -> None:
    code = read(api("receiver").post("/dossiers", reception()), 201)["code"]
    for element in ("Task_Review", "Task_Sign"):
        role, data = OUTCOMES[element]
        read(api(role).post(f"/tasks/{the_task(api(role), code)['id']}/complete", {"data": data}))
    role, data = OUTCOMES["Task_Issue"]
    address = f"/tasks/{the_task(api(role), code)['id']}/complete"
    problem = refused(api(role).post(address, {"data": {**data, "resultDate": "2026-11-22"}}), 422, "form-invalid")
    assert [(item["pointer"], item["code"]) for item in problem["errors"]] == [("/data/resultDate", "not-before")]
    assert "23/11/2026" in problem["errors"][0]["message"]
    problem = refused(api(role).post(address, {"data": {**data, "resultDate": "2026-11-24"}}), 422, "form-invalid")
    assert [(item["pointer"], item["code"]) for item in problem["errors"]] == [("/data/resultDate", "future")]
    assert "tương lai" in problem["errors"][0]["message"]
    read(api(role).post(address, {"data": {**data, "resultDate": "23/11/2026"}}))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_kept_and_told_as_they_are(api: Api, name: str) -> None:
    body = reception(applicant={**APPLICANT, "name": name}, data={**DECLARATION, "spouseName": name})
    made = read(api("receiver").post("/dossiers", body), 201)
    assert made["applicant"]["name"] == made["data"]["spouseName"] == " ".join(name.split())
    for language in ("vi", "en"):
        asked = api("receiver").get("/dossiers", query_string={"unit": name}, headers={"Accept-Language": language})
        assert f"“{name}”" in refused(asked, 404, "not-found")["detail"]
    found = read(api("receiver").get("/dossiers", query_string={"search": name}))["items"]
    assert {line["code"] for line in found} <= {made["code"]}


def test_a_files_name_is_composed(api: Api) -> None:
    files = {
        "file": (
            BytesIO(b"%PDF-1.4\n%\xe2\xe3\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"),
            "Gia\u0302\u0301y \u202eto\u031b\u0300.pdf",
        )
    }
    made = read(api("receiver").post("/documents", data=files, content_type="multipart/form-data"), 201)
    assert made["name"] == "Giấy tờ.pdf"


def test_a_key_in_another_form_finds_who_waits_for_it(api: Api, demo: Office) -> None:
    code, job = to_the_post(api, demo)
    demo.outbox.succeeded(job, {"trackingCode": "Va\u0323\u0302n \u200bđơn 1"})
    body = {"name": "postal.delivered", "correlation_key": "Vận đo\u031bn 1 ", "variables": {}}
    assert read(api("returner").post("/messages", body)) == {"dossiers": [code]}
