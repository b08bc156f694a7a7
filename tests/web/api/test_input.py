"""Bad input gets a clear problem in the caller's language, and nothing is half done."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from tests.web.api.calling import DECLARATION, Api, read, reception, refused

if TYPE_CHECKING:
    from core.services.office import Office


@pytest.mark.parametrize(
    "data",
    [
        b"{", b"[1,]", b'{"a": NaN}', b"\xff\xfe", b'{"a": "\\u0000"}', b'{"a": "\\ud800"}', b"[" * 100_000,
        b'{"n": 1' + b"0" * 5000 + b"}", b'{"n": 1e999999}',
    ],
)  # fmt: skip
def test_malformed_json_is_a_bad_request(api: Api, data: bytes) -> None:
    answer = api("receiver").post("/dossiers", data=data, content_type="application/json")
    problem = refused(answer, 400, "json-invalid")
    assert "JSON" in problem["detail"]
    assert read(api("receiver").get("/dossiers"))["items"] == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ('{"a": 1,\n "b" 2}', "thiếu dấu hai chấm sau một tên (dòng 2, cột 6)"),
        ('{"a": 1,}', "thừa dấu phẩy trước dấu ngoặc đóng (dòng 1, cột 8)"),
        ('{"a": ', "thiếu một giá trị (dòng 1, cột 7)"),
        ('{"a": 1 "b": 2}', "thiếu dấu phẩy hoặc dấu ngoặc đóng (dòng 1, cột 9)"),
        ("{a: 1}", "thiếu một tên đặt trong dấu nháy kép (dòng 1, cột 2)"),
        ('{"a', "chưa được đóng bằng dấu nháy kép (dòng 1, cột 2)"),
        ('{"a": "\n"}', "ký tự xuống dòng hoặc ký tự điều khiển (dòng 1, cột 8)"),
        ('{"a": "\\x"}', "dấu gạch chéo ngược"),
        ("{} {}", "thừa sau khi giá trị đã kết thúc (dòng 1, cột 4)"),
        ('{"tên": 1, "tên": 2}', "khoá “tên” xuất hiện hai lần"),
        ('{"\\ud800": 1, "\\ud800": 2}', "xuất hiện hai lần"),
        ('{"a": NaN}', "NaN không phải là số"),
        ('{"a": ' + "1" * 5000 + "}", "quá nhiều chữ số"),
        ('{"a": 1e999999}', "quá lớn hoặc quá nhỏ"),
        ("[" * 150 + "]" * 150, "lồng sâu quá 100 cấp"),
        ('{"a": "\\u0000"}', "ký tự NUL"),
        (b'{"\xc3\xaa",\n "\xff"}', "không phải văn bản UTF-8 (dòng 2, cột 3)"),
    ],
)
def test_why_it_is_no_json_is_said_in_the_callers_language(api: Api, data: str | bytes, words: str) -> None:
    answer = api("receiver").post("/dossiers", data=data, content_type="application/json")
    detail = refused(answer, 400, "json-invalid")["detail"]
    assert words in detail
    assert not {"Expecting", "Invalid", "Illegal", "Exceeds", "codec", "line"} & set(detail.replace(",", " ").split())


def test_wrong_types_are_named_with_their_place(api: Api) -> None:
    body = reception(channel="pigeon", applicant={"name": "", "phone": 900}, return_by=None, surprise=1)
    del body["unit"]
    problem = refused(api("receiver").post("/dossiers", body), 422, "input-invalid")
    assert {(fault["pointer"], fault["code"]) for fault in problem["errors"]} == {
        ("/unit", "required"),
        ("/channel", "not-an-option"),
        ("/applicant/name", "required"),
        ("/applicant/phone", "wrong-type"),
        ("/return_by", "not-an-option"),
        ("/surprise", "unknown"),
    }
    assert all(fault["message"] and fault["in"] == "body" for fault in problem["errors"])


def test_the_applicants_data_and_the_form_are_named_in_one_answer(api: Api) -> None:
    body = reception(applicant={"name": " ", "email": "nobody\r\nBcc: x@y.z"}, return_by="post")
    body["data"] = {**body["data"], "copies": "many"}
    problem = refused(api("receiver").post("/dossiers", body), 422, "form-invalid")
    assert {fault["pointer"] for fault in problem["errors"]} == {
        "/applicant/name",
        "/applicant/email",
        "/applicant/phone",
        "/applicant/address",
        "/data/copies",
    }
    assert all(fault["message"] for fault in problem["errors"])


@pytest.mark.parametrize("body", [[], "text", 7, None, True])
def test_a_body_that_is_no_object(api: Api, body: Any) -> None:
    from core import jsontext

    answer = api("receiver").post("/dossiers", data=jsontext.dumps(body), content_type="application/json")
    refused(answer, 422, "input-invalid")


def test_types_are_not_guessed(api: Api, dossier: Any) -> None:
    task = dossier["tasks"][0]["id"]
    answer = api("reviewer").post(f"/tasks/{task}/complete", {"data": {}, "revision": "0"})
    problem = refused(answer, 422, "input-invalid")
    assert [fault["pointer"] for fault in problem["errors"]] == ["/revision"]


def test_the_forms_own_rules_are_named_below_data(api: Api) -> None:
    data = {**DECLARATION, "birthDate": "yesterday", "purpose": "fun"}
    problem = refused(api("receiver").post("/dossiers", reception(data=data)), 422, "form-invalid")
    faults = {fault["pointer"]: fault["code"] for fault in problem["errors"]}
    assert faults == {"/data/birthDate": "not-a-date", "/data/purpose": "not-an-option"}
    assert all(fault["message"] for fault in problem["errors"])
    assert read(api("receiver").get("/dossiers"))["items"] == []


def test_what_another_system_leaves_out_is_named_and_what_it_adds_is_kept_apart(api: Api) -> None:
    data = {**DECLARATION, "colour": "blue"}
    del data["residence"]
    made = read(api("receiver").post("/dossiers", reception(data=data)), 201)
    assert made["missing"] == ["residence"]
    assert made["data"]["other"] == {"colour": "blue"}
    assert "colour" not in made["data"]
    assert read(api("receiver").get(f"/dossiers/{made['code']}"))["missing"] == []


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"procedure": "9.999999"}, 404, "procedure-unknown"),
        ({"unit": "H00.00"}, 422, "bad-value"),
        ({"documents": ["00000000-0000-0000-0000-000000000000"]}, 422, "bad-value"),
        ({"documents": ["no id"]}, 422, "input-invalid"),
    ],
)
def test_unknown_things_are_named(api: Api, changes: dict[str, Any], status: int, code: str) -> None:
    problem = refused(api("receiver").post("/dossiers", reception(**changes)), status, code)
    if status == 422:
        assert problem["errors"][0]["pointer"].startswith("/" + next(iter(changes)))


def test_messages_are_vietnamese_unless_english_is_asked_for(api: Api) -> None:
    missing = "/dossiers/H99.05.01-261123-9999"
    plain = api("receiver").get(missing)
    english = api("receiver").get(missing, headers={"Accept-Language": "en-GB,en;q=0.9,vi;q=0.2"})
    other = api("receiver").get(missing, headers={"Accept-Language": "fr"})
    assert read(plain, 404)["title"] == read(other, 404)["title"] == "Không tìm thấy"
    assert read(english, 404)["title"] == "Not found"
    assert "does not exist" in read(english, 404)["detail"]
    assert "does not exist" not in read(plain, 404)["detail"]
    assert "Accept-Language" in plain.headers["Vary"]


@pytest.mark.parametrize(
    "path", ["/nothing", "/tasks/x", "/tasks/1", "/documents/abc", "/incidents/00000000-0000-0000-0000-00000000000g"]
)
def test_addresses_that_lead_nowhere(api: Api, path: str) -> None:
    refused(api("receiver").get(path), 404, "not-found")


@pytest.mark.parametrize("kind", ["tasks", "documents", "incidents"])
def test_ids_of_nothing(api: Api, kind: str) -> None:
    role = "admin" if kind == "incidents" else "receiver"
    refused(api(role).get(f"/{kind}/00000000-0000-0000-0000-000000000000"), 404, "not-found")


def test_the_wrong_method_names_the_right_ones(api: Api) -> None:
    answer = api("receiver").post("/tasks", {})
    refused(answer, 405, "method-not-allowed")
    assert "GET" in answer.headers["Allow"]


def test_a_body_of_another_kind(api: Api) -> None:
    answer = api("receiver").post("/dossiers", data=b"<dossier/>", content_type="application/xml")
    refused(answer, 415, "unsupported-media-type")


def test_a_body_beyond_all_measure(api: Api) -> None:
    data = b'{"data": "' + b"x" * (4 * 1024 * 1024) + b'"}'
    answer = api("receiver").post("/dossiers", data=data, content_type="application/json")
    assert refused(answer, 413, "request-entity-too-large")["title"] == "Dữ liệu quá lớn"


@pytest.mark.parametrize(
    ("query", "pointer", "code"),
    [
        ({"state": "sleeping"}, "/state", "not-an-option"),
        ({"limit": "0"}, "/limit", "too-small"),
        ({"limit": "many"}, "/limit", "not-a-number"),
        ({"limit": "201"}, "/limit", "too-large"),
        ({"colour": "red"}, "/colour", "unknown"),
        ({"cursor": "nonsense"}, "/cursor", "bad-value"),
        ([("limit", "1"), ("limit", "2")], "/limit", "too-many"),
    ],
)
def test_query_parameters(api: Api, query: Any, pointer: str, code: str) -> None:
    answer = api("receiver").get("/tasks", query_string=query)
    problem = read(answer, 422)
    assert [(fault["pointer"], fault["code"]) for fault in problem["errors"]] == [(pointer, code)]


@pytest.mark.parametrize("path", ["/dossiers?search=%00", "/dossiers/a%00b", "/tasks?unit=H99&assignee=%00"])
def test_what_no_database_can_look_up(api: Api, path: str) -> None:
    refused(api("receiver").get(path), 400, "bad-request")


@pytest.mark.parametrize("key", ["", "x" * 201, "khoá"])
def test_keys_that_cannot_be_kept(api: Api, key: str) -> None:
    headers = {"Idempotency-Key": key.encode().decode("latin-1")}
    problem = refused(api("receiver").post("/dossiers", reception(), headers=headers), 422, "input-invalid")
    assert problem["errors"][0] | {"message": ""} == {
        "pointer": "/Idempotency-Key",
        "code": "pattern",
        "message": "",
        "in": "header",
    }


@pytest.mark.past_the_office
def test_a_fault_inside_is_a_number_outside(api: Api, demo: Office, caplog: pytest.LogCaptureFixture) -> None:
    caller = api("receiver")
    assert caller.get("/procedures").status_code == 200
    with demo.context.work() as work:
        work.connection.execute(text("ALTER TABLE dossier RENAME COLUMN code TO mislaid"))
    with caplog.at_level(logging.ERROR, "motcua.api"):
        answer = caller.get("/dossiers")
    problem = refused(answer, 500, "fault")
    assert problem["id"] in problem["detail"]
    assert problem["id"] in caplog.text
    assert "Traceback" in caplog.text
    assert "mislaid" not in answer.get_data(as_text=True)


def test_answers_are_private_and_inert(api: Api) -> None:
    for path in ("/tasks", "/nothing", "/health"):
        answer = api("receiver").get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in answer.headers


def unknown_names(count: int, length: int) -> bytes:
    return b"{" + b",".join(b'"%s%d":1' % (b"k" * length, number) for number in range(count)) + b"}"


@pytest.mark.parametrize(("count", "length"), [(15_000, 100), (3, 1_000_000), (250_000, 4)])
def test_an_answer_is_no_larger_than_what_it_names(api: Api, count: int, length: int) -> None:
    """However much was wrong with a request: so many faults are named, each shortened, and the rest is counted."""
    data = unknown_names(count, length)
    for path in ("/dossiers", "/messages"):
        answer = api("admin").post(path, data=data, content_type="application/json")
        assert answer.status_code in (400, 422)
        assert len(answer.data) < 64 * 1024
        assert len(answer.data) < len(data)


def test_what_is_not_named_is_counted(api: Api) -> None:
    answer = api("receiver").post("/dossiers", data=unknown_names(500, 3), content_type="application/json")
    problem = refused(answer, 422, "input-invalid")
    assert len(problem["errors"]) == 100
    assert problem["more"] > 400
    assert f"Và {problem['more']} lỗi nữa" in problem["detail"]


def test_unknown_fields_of_a_form_are_named_up_to_a_limit(api: Api, dossier: Any) -> None:
    task = dossier["tasks"][0]["id"]
    data = {f"{'x' * 200}{number}": 1 for number in range(5_000)}
    problem = refused(api("reviewer").post(f"/tasks/{task}/complete", {"data": data}), 422, "form-invalid")
    assert len(problem["errors"]) == 100
    assert problem["more"] > 4_800


def test_a_refused_query_is_answered_shortly(api: Api) -> None:
    answer = api("receiver").get("/tasks?" + "&".join(f"n{number}=1" for number in range(90)))
    assert len(refused(answer, 422, "input-invalid")["errors"]) == 90
