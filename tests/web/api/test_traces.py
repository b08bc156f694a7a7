"""Programs read the traces as auditors do, and leave some themselves."""

from __future__ import annotations

from core.services.office import Office
from core.services.views import SYSTEM
from tests.db.test_dossier_way import open_dossier
from tests.web.api.calling import Api


def test_what_a_program_reads_is_logged_with_its_purpose(api: Api, demo: Office) -> None:
    code = open_dossier(demo, "1.004873").code
    api("reviewer").get(f"/dossiers/{code}", headers={"X-Purpose": "đối soát  hằng tuần"})
    found = api("auditor").get(f"/accesses?dossier={code}&person=thamdinh").json
    (line,) = found["items"]
    assert (line["door"], line["kind"], line["purpose"]) == ("api", "token", "đối soát hằng tuần")
    assert "data" in line["parts"]
    assert api("reviewer").get("/accesses").status_code == 403
    assert api("auditor").get("/accesses?part=nonsense").status_code == 422


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
