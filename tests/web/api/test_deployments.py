"""Procedures and their deployment through the door."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from api.problems import InputInvalid
from api.uploads import Upload
from api.v1.deployments.schemas import package
from tests.unit.procedures.shipped import SLUGS
from tests.web.api.calling import MARITAL, Api, read, reception, refused

if TYPE_CHECKING:
    from core.services.office import Office


def multipart(files: dict[str, bytes]) -> dict[str, Any]:
    """Files in fields of no particular names."""
    fields = {f"part{number}": (BytesIO(data), name) for number, (name, data) in enumerate(files.items())}
    return {"data": fields, "content_type": "multipart/form-data"}


def changed(demo: Office, new: bytes) -> dict[str, bytes]:
    """The files of the marital-status procedure with another name of its review."""
    files = demo.procedures.files(MARITAL)
    diagram = files["process.bpmn"]
    assert b'id="Task_Review"' in diagram
    return {**files, "process.bpmn": diagram.replace(b"</bpmn:definitions>", new + b"</bpmn:definitions>")}


def test_procedures(api: Api) -> None:
    page = read(api("receiver").get("/procedures"))
    assert page["next"] is None
    assert len(page["items"]) == len(SLUGS)
    one = read(api("receiver").get(f"/procedures/{MARITAL}"))
    assert one in page["items"]
    assert one["time_limit"] == "3d"
    assert one["components"][0]["key"] == "to_khai"
    refused(api("receiver").get("/procedures/9.999999"), 404, "procedure-unknown")


def test_a_new_version_is_for_new_dossiers(api: Api, demo: Office) -> None:
    before = read(api("receiver").post("/dossiers", reception()), 201)
    files = changed(demo, b"<!-- another version -->")
    answer = api("designer").post("/deployments", **multipart({"ho-tich v2.bpmn": files["process.bpmn"]}))
    version = read(answer, 201)
    assert answer.headers["Location"] == f"/api/v1/procedures/{MARITAL}"
    assert version["version"] == before["version"] + 1
    assert all(problem["severity"] == "warning" for problem in version["problems"])
    again = read(api("designer").post("/deployments", **multipart(files)), 201)
    assert again["id"] == version["id"]
    after = read(api("receiver").post("/dossiers", reception()), 201)
    assert after["version"] == version["version"]
    assert read(api("receiver").get(f"/dossiers/{before['code']}"))["version"] == before["version"]


def test_a_refused_deployment_tells_everything_lint_found(api: Api, demo: Office) -> None:
    diagram = demo.procedures.files(MARITAL)["process.bpmn"].replace(b'id="Task_Review"', b'id="Task_Renamed"', 1)
    answer = api("designer").post("/deployments", **multipart({"process.bpmn": diagram}))
    problem = refused(answer, 422, "deployment-refused")
    assert problem["problems"]
    for found in problem["problems"]:
        assert found.keys() >= {"code", "element", "message"}
    english = api("designer").post(
        "/deployments", headers={"Accept-Language": "en"}, **multipart({"process.bpmn": diagram})
    )
    assert read(english, 422)["problems"][0]["message"] != problem["problems"][0]["message"]
    assert read(api("receiver").get(f"/procedures/{MARITAL}"))["version"] == 1


@pytest.mark.parametrize(
    "diagram", [b"", b"<", b"not xml", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b"<a/>"]
)
def test_hostile_diagrams(api: Api, diagram: bytes) -> None:
    answer = api("designer").post("/deployments", **multipart({"process.bpmn": diagram}))
    assert refused(answer, 422, "deployment-refused")["problems"][0]["message"]


@pytest.mark.parametrize(
    "details",
    [b"", b"= =", b"\xff", b"a = " + b"[" * 50_000, b"a = " + b"9" * 10_000],
    ids=["empty", "no TOML", "no text", "deep", "long number"],
)
def test_hostile_details(api: Api, demo: Office, details: bytes) -> None:
    files = {**demo.procedures.files(MARITAL), "procedure.toml": details}
    answer = api("designer").post("/deployments", **multipart(files))
    assert refused(answer, 422, "deployment-refused")["problems"][0]["message"]


def test_only_designers_deploy(api: Api, demo: Office) -> None:
    answer = api("receiver").post("/deployments", **multipart(changed(demo, b"<!-- mine -->")))
    refused(answer, 403, "forbidden")


def test_bodies_that_are_no_package(api: Api) -> None:
    caller = api("designer")
    refused(caller.post("/deployments", {"diagram": "x"}), 415, "unsupported-media-type")
    empty = caller.post("/deployments", data={}, content_type="multipart/form-data; boundary=x")
    assert refused(empty, 422, "input-invalid")["errors"][0]["pointer"] == "/diagram"
    strange = caller.post("/deployments", **multipart({"notes.docx": b"PK"}))
    assert refused(strange, 422, "input-invalid")["errors"][0]["code"] == "unknown"


@pytest.mark.parametrize(
    ("part", "name"),
    [
        (Upload("f", "Cấp giấy.BPMN", b"1"), "process.bpmn"),
        (Upload("f", "a.bpmn20.xml", b"1"), "process.bpmn"),
        (Upload("f", "procedure.toml", b"1"), "procedure.toml"),
        (Upload("f", "to-khai.form", b"1"), "to-khai.form"),
        (Upload("tables", "fee.dmn", b"1"), "fee.dmn"),
        (Upload("procedure.toml", "", b"1"), "procedure.toml"),
        (Upload("diagram", "blob", b"1"), "process.bpmn"),
    ],
)
def test_files_are_known_by_their_names(part: Upload, name: str) -> None:
    assert package([part]) == {name: b"1"}


def test_two_diagrams_are_one_too_many() -> None:
    with pytest.raises(InputInvalid) as refusal:
        package([Upload("a", "one.bpmn", b""), Upload("b", "two.bpmn", b"")])
    assert [(path, code) for path, code, _ in refusal.value.faults] == [(("b",), "too-many")]
