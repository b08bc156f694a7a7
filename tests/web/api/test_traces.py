"""Programs read the traces as auditors do, and leave some themselves."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from core.services.office import Office
from core.services.views.actors import SYSTEM
from tests.db.test_dossier_way import open_dossier
from tests.web.api.calling import Api
from web.header_texts import decoded


def test_what_a_program_reads_is_logged_with_its_purpose(api: Api, demo: Office) -> None:
    code = open_dossier(demo, "1.004873").code
    api("reviewer").get(f"/dossiers/{code}", headers={"X-Purpose": "đối soát  hằng tuần"})
    found = api("auditor").get(f"/accesses?dossier={code}&person=thamdinh").json
    (line,) = found["items"]
    assert (line["door"], line["kind"], line["purpose"]) == ("api", "token", "đối soát hằng tuần")
    assert "data" in line["parts"]
    assert api("reviewer").get("/accesses").status_code == 403
    assert api("auditor").get("/accesses?part=nonsense").status_code == 422


SAID = "đối soát đơn thư"


@pytest.mark.parametrize(
    "sent",
    [
        SAID.encode().decode("latin-1"),  # as curl sends what is typed, as WSGI gives it
        "UTF-8''" + quote(SAID, safe=""),
        "utf-8'vi'" + quote(SAID, safe=""),
    ],
)
def test_a_purpose_is_understood_however_it_is_written(api: Api, demo: Office, sent: str) -> None:
    code = open_dossier(demo, "1.004873").code
    assert api("reviewer").get(f"/dossiers/{code}", environ_overrides={"HTTP_X_PURPOSE": sent}).status_code == 200
    (line,) = api("auditor").get(f"/accesses?dossier={code}&person=thamdinh").json["items"]
    assert (line["purpose"], line["basis"]) == (SAID, "offered")


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("caf\xe9", "café"),
        ("UTF-8''%FF", "UTF-8''%FF"),
        ("iso-8859-1''caf%E9", "café"),
        ("100% đúng", "100% đúng"),
        ("", ""),
    ],
)
def test_what_is_in_no_known_encoding_stays_as_it_came(sent: str, meant: str) -> None:
    assert decoded(sent) == meant


def test_a_purpose_that_cannot_be_kept_is_refused(api: Api) -> None:
    assert api("reviewer").get("/dossiers", headers={"X-Purpose": "UTF-8''a%00b"}).status_code == 400


def test_the_journal_is_paged_and_filtered(api: Api, demo: Office) -> None:
    demo.accounts.grant("tuphap", "head", "H99.05.02", SYSTEM)
    (entry,) = api("auditor").get("/journal?kind=admin.role&person=tuphap&limit=1").json["items"]
    assert (entry["kind"], entry["payload"]["role"]) == ("admin.role.granted", "head")
    first = api("auditor").get("/journal?limit=2").json
    second = api("auditor").get(f"/journal?limit=2&cursor={first['next']}").json
    numbers = [one["seq"] for one in (*first["items"], *second["items"])]
    assert numbers == list(range(numbers[0], numbers[0] - 4, -1))
    assert api("auditor").get("/journal?cursor=nonsense").status_code == 422


def test_both_lists_are_narrowed_by_days(api: Api) -> None:
    auditor = api("auditor")
    for path in ("accesses", "journal"):
        for days in ("first=2026-11-01", "last=2026-12-31", "first=2026-11-01&last=2026-12-31"):
            assert auditor.get(f"/{path}?{days}").status_code == 200
    assert (
        auditor.get("/accesses?first=2026-11-01&last=2026-12-31").json["items"][0]["subject"]["first"] == "2026-11-01"
    )
    assert auditor.get("/journal?last=2000-01-01").json["items"] == []


def test_the_rights_of_a_day_are_listed(api: Api, demo: Office) -> None:
    demo.accounts.grant("tuphap", "head", "H99.05.02", SYSTEM)
    (line,) = api("auditor").get("/memberships?person=tuphap&role=head&unit=H99.05").json["items"]
    assert (line["unit"], line["given_by"], line["ends"]) == ("H99.05.02", "system", None)
    assert api("auditor").get("/memberships?person=tuphap&day=2000-01-01").json["items"] == []
    assert api("receiver").get("/memberships").status_code == 403
