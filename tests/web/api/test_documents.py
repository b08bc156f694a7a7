"""Papers through the door."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from tests.web.api.calling import Api, read, reception, refused

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def form(name: str = "Tờ khai.pdf", data: bytes = PDF, field: str = "file", **fields: str) -> dict[str, Any]:
    return {"data": {field: (BytesIO(data), name), **fields}, "content_type": "multipart/form-data"}


def test_a_paper_goes_in_and_comes_out_as_it_was(api: Api, dossier: Any) -> None:
    papers = f"/dossiers/{dossier['code']}/documents"
    answer = api("receiver").post(papers, **form(component="to_khai"))
    paper = read(answer, 201)
    assert answer.headers["Location"] == f"/api/v1/documents/{paper['id']}"
    assert (paper["name"], paper["component"], paper["size"]) == ("Tờ khai.pdf", "to_khai", len(PDF))
    assert read(api("reviewer").get(papers))["items"] == [paper]
    found = api("reviewer").get(f"/documents/{paper['id']}")
    assert (found.status_code, found.data, found.mimetype) == (200, PDF, "application/pdf")
    assert found.headers["Content-Disposition"] == "attachment; filename*=UTF-8''T%E1%BB%9D%20khai.pdf"
    assert found.headers["X-Content-Type-Options"] == "nosniff"


def test_under_one_key_a_paper_is_kept_once(api: Api, dossier: Any) -> None:
    papers, key = f"/dossiers/{dossier['code']}/documents", {"headers": {"Idempotency-Key": "one"}}
    first = read(api("receiver").post(papers, **form(), **key), 201)
    assert read(api("receiver").post(papers, **form(), **key), 201) == first
    problem = refused(api("receiver").post(papers, **form("khac.pdf"), **key), 409, "key-reused")
    assert "giấy tờ “Tờ khai.pdf” đã được thêm" in problem["detail"]
    assert read(api("receiver").get(papers))["items"] == [first]


def test_papers_may_come_before_the_dossier(api: Api) -> None:
    paper = read(api("receiver").post("/documents", **form()), 201)
    made = read(api("receiver").post("/dossiers", reception(documents=[paper["id"]])), 201)
    papers = read(api("receiver").get(f"/dossiers/{made['code']}/documents"))["items"]
    assert [item["id"] for item in papers] == [paper["id"]]


def test_refused_papers_say_why(api: Api, dossier: Any) -> None:
    papers = f"/dossiers/{dossier['code']}/documents"
    for name, data in (("virus.exe", b"MZ" + b"\0" * 80), ("page.pdf", b"<html><script>"), ("empty.pdf", b"")):
        problem = refused(api("receiver").post(papers, **form(name, data)), 422, "upload-refused")
        assert name in problem["detail"]
    assert read(api("receiver").get(papers))["items"] == []


def test_a_paper_is_for_one_of_the_procedures_list(api: Api, dossier: Any) -> None:
    papers, caller = f"/dossiers/{dossier['code']}/documents", api("receiver")
    problem = refused(caller.post(papers, **form(component="khai_tu")), 422, "bad-value")
    assert problem["errors"][0]["pointer"] == "/component"
    assert "“khai_tu”" in problem["detail"] and "to_khai, ly_hon" in problem["detail"]
    assert "thành phần hồ sơ" in problem["detail"]
    assert read(caller.get(papers))["items"] == []


def test_a_paper_that_came_first_is_for_one_of_the_list_of_what_is_opened(api: Api) -> None:
    caller = api("receiver")
    paper = read(caller.post("/documents", **form(component="x" * 190)), 201)
    problem = refused(caller.post("/dossiers", reception(documents=[paper["id"]])), 422, "bad-value")
    assert problem["errors"][0]["pointer"] == "/documents"
    assert len(problem["detail"]) < 400 and "to_khai" in problem["detail"]
    assert read(caller.get("/dossiers"))["items"] == [], "nothing was opened"


def test_uploads_of_the_wrong_shape(api: Api) -> None:
    caller = api("receiver")
    refused(caller.post("/documents", {"file": "x"}), 415, "unsupported-media-type")
    for options, pointer, code in (
        ({"data": {"component": "to_khai"}, "content_type": "multipart/form-data"}, "/file", "required"),
        (form(field="paper"), "/paper", "unknown"),
        (form(colour="blue"), "/colour", "unknown"),
    ):
        problem = refused(caller.post("/documents", **options), 422, "input-invalid")
        assert (problem["errors"][0]["pointer"], problem["errors"][0]["code"]) == (pointer, code)


def test_a_paper_of_a_dossier_one_does_not_see(api: Api, dossier: Any) -> None:
    paper = read(api("receiver").post(f"/dossiers/{dossier['code']}/documents", **form()), 201)
    refused(api("designer").get(f"/documents/{paper['id']}"), 404, "not-found")
    refused(api("designer").post(f"/dossiers/{dossier['code']}/documents", **form()), 404, "not-found")
    refused(api("receiver").get("/dossiers/H99.05.01-261123-9999/documents"), 404, "not-found")
