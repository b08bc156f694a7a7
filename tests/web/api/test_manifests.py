"""Parcels handed over by programs: the list, the manifest, and two desks that hand the same parcels over at one moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from core.services.office import Office
from core.services.views.shipments import ParcelOrder, ParcelReport
from tests.web.api.calling import Api, read, reception

CODES = ["VN1", "VN2", "VN3"]
PERSON = "Trần Bưu Tá"


@pytest.fixture
def parcels(api: Api, demo: Office) -> dict[str, str]:
    """Tracking code → dossier, of three parcels that wait at one desk."""
    found = {}
    for number in CODES:
        code = str(read(api("receiver").post("/dossiers", reception()), 201)["code"])
        order = ParcelOrder(number=f"{code}-1", carrier="Bưu điện", service="standard", receiver="A", address="B")
        at = demo.context.now() - timedelta(minutes=5)
        demo.shipments.record(code, ParcelReport(number, "created", at, "Đã tạo đơn", number, order=order))
        found[number] = code
    return found


def waiting(api: Api, role: str = "receiver") -> list[str]:
    return sorted(one["tracking_code"] for one in read(api(role).get("/parcels"))["items"])


def test_a_program_hands_over_what_waits(api: Api, parcels: dict[str, str]) -> None:
    desk = api("receiver")
    assert waiting(api) == CODES
    answer = desk.post("/manifests", {"parcels": CODES[:2], "person": PERSON})
    made = read(answer, 201)
    assert (made["size"], made["carrier_person"]) == (2, PERSON)
    assert {line["tracking_code"]: line["dossier"] for line in made["lines"]} == {c: parcels[c] for c in CODES[:2]}
    assert answer.headers["Location"].endswith(f"/manifests/{made['number']}")
    assert read(desk.get(f"/manifests/{made['number']}")) == made
    (listed,) = read(desk.get("/manifests"))["items"]
    assert listed == {name: value for name, value in made.items() if name != "lines"}
    assert waiting(api) == CODES[2:]


def test_handed_over_once(api: Api, parcels: dict[str, str]) -> None:
    key = {"Idempotency-Key": "once"}
    first = read(api("receiver").post("/manifests", {"parcels": CODES, "person": PERSON}, headers=key), 201)
    assert read(api("receiver").post("/manifests", {"parcels": CODES, "person": PERSON}, headers=key), 201) == first
    late = read(api("receiver").post("/manifests", {"parcels": CODES[:1], "person": PERSON}), 409)
    assert late["code"] == "parcel-not-waiting" and CODES[0] in late["detail"]


@pytest.mark.parametrize("body", [{"parcels": [], "person": PERSON}, {"parcels": CODES, "person": ""}, {"parcels": 1}])
def test_what_is_wrong_is_refused(api: Api, parcels: dict[str, str], body: dict[str, Any]) -> None:
    assert api("receiver").post("/manifests", body).status_code == 422
    assert waiting(api) == CODES


def test_the_desk_alone(api: Api, parcels: dict[str, str]) -> None:
    made = read(api("receiver").post("/manifests", {"parcels": CODES[:1], "person": PERSON}), 201)
    assert waiting(api, "leader") == []
    assert api("leader").post("/manifests", {"parcels": CODES[1:], "person": PERSON}).status_code == 403
    assert api("leader").get(f"/manifests/{made['number']}").status_code == 404
    assert api(None).get("/parcels").status_code == 401


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_two_hand_overs_of_the_same_parcels_at_one_moment(
    api: Api, demo: Office, parcels: dict[str, str], database_kind: str, database_url: str
) -> None:
    """Whoever locks the dossiers first gets the manifest; the other is told, and no parcel stands on two."""
    start = Barrier(4)

    def hand_over(codes: list[str], role: str) -> tuple[int, Any]:
        start.wait(timeout=20)
        answer = api(role).post("/manifests", {"parcels": codes, "person": PERSON})
        return answer.status_code, answer.get_json()

    asked = [(CODES, "receiver"), (CODES[::-1], "returner"), (CODES[1:], "receiver"), (CODES[:2], "returner")]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda one: hand_over(*one), asked))
    assert {status for status, _ in answers} <= {201, 409}, answers
    made = [body for status, body in answers if status == 201]
    handed = [line["tracking_code"] for one in made for line in one["lines"]]
    assert made and len(handed) == len(set(handed)), "on one manifest at most"
    assert sorted([*handed, *waiting(api)]) == sorted(CODES)
    assert len({one["number"] for one in made}) == len(made)
    for body in (body for status, body in answers if status == 409):
        assert body["code"] == "parcel-not-waiting"
    for number, dossier in parcels.items():
        kinds = [one["kind"] for one in read(api("auditor").get(f"/dossiers/{dossier}/history"))["items"]]
        assert kinds.count("clerk.parcel.handed-over") == (number in handed)
