"""Dossiers filed at the national portal: pushed or fetched, opened once with their papers, acknowledged, or parked with a reason."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from redis import Redis
from werkzeug.test import Client

from core.domain.states import ANY_STATE
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierFilter, DossierRow
from core.services.views.inbound import InboxItem
from core.settings import Settings
from tests.support import doors
from tests.support.clock import TestClock
from tests.workers import procedures
from tests.workers.conftest import Outside
from workers import context as contexts
from workers import inbound
from workers.context import WorkerContext
from workers.errors import Unavailable
from workers.national_portal import filed
from workers.national_portal.simulator import KEY, SECRET, create_app
from workers.signatures import sign_standard
from workers.simulation import Served

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
MARITAL = "1.004873"


@pytest.fixture
def portal() -> Iterator[Outside]:
    with Served(create_app()) as served:
        yield Outside(served)


@pytest.fixture
def ctx(demo: Office, settings: Settings, portal: Outside) -> Iterator[WorkerContext]:
    keys = {"national_portal_key": KEY, "national_portal_callback_secret": SECRET}
    _office, worker = doors.with_doors(demo, settings, national_portal_url=portal.url, **keys)
    yield contexts.set_current(worker)
    contexts._current.clear()


def a_dossier(number: int = 1, **changed: Any) -> dict[str, Any]:
    return {
        "MaHoSo": f"G09.99-261123-{number:06d}",
        "MaTTHC": MARITAL,
        "MaDonVi": "H99.05",
        "ChuHoSo": "Người nộp Minh Hoạ",
        "MaDoiTuong": "001099000001",
        "SoDienThoai": "0900000001",
        "Email": "minh-hoa@example.com",
        "DiaChi": "Số 1, thôn Minh Hoạ",
        "HinhThuc": 1,
        "DuLieu": {
            "subject": "self",
            "purpose": "marriage",
            "currentStatus": "never",
            "la": "điều biểu mẫu không biết",
        },
        "TaiLieuNop": [
            {"TepDinhKemId": f"T{number}", "TenTepDinhKem": "to-khai.pdf", "MaThanhPhanHoSo": "to_khai"},
            {"TepDinhKemId": f"K{number}", "TenTepDinhKem": "khac.pdf", "MaThanhPhanHoSo": "la", "IsDeleted": False},
            {"TepDinhKemId": f"X{number}", "TenTepDinhKem": "bo.pdf", "IsDeleted": True},
        ],
        **changed,
    }


def file(portal: Outside, dossier: dict[str, Any], times: int = 1) -> None:
    """A person files it at the portal."""
    papers = [{**paper, "content": base64.b64encode(PDF).decode()} for paper in dossier["TaiLieuNop"]]
    portal.tell("/_file", **{**dossier, "TaiLieuNop": papers}, times=times)


def push(ctx: WorkerContext, dossier: Mapping[str, Any], secret: str = SECRET) -> Any:
    from api.app import create_app as api

    body = json.dumps(dossier).encode()
    headers = sign_standard("msg-1", body, [secret], ctx.office.context.now())
    return Client(api(ctx.office, ctx.settings)).post("/callbacks/national-portal", data=body, headers=headers)


def turn(ctx: WorkerContext) -> None:
    inbound.process(ctx, None)  # type: ignore[arg-type]


def opened(ctx: WorkerContext) -> list[DossierRow]:
    return list(ctx.office.dossiers.page(DossierFilter(procedure=MARITAL), SYSTEM).items)


def told(portal: Outside) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = portal.served.app.extensions["portal"].told
    return found


def items(ctx: WorkerContext) -> list[InboxItem]:
    return list(ctx.office.inbox.page(SYSTEM, ANY_STATE).items)


def test_what_was_filed_opens_here_with_its_papers_and_is_acknowledged(
    database_url: str, ctx: WorkerContext, portal: Outside, redis: Redis
) -> None:
    before = {row.code for row in opened(ctx)}
    file(portal, a_dossier(), times=2)
    assert filed.follow(ctx, redis) == 1
    turn(ctx)
    (row,) = [row for row in opened(ctx) if row.code not in before]
    view = ctx.office.dossiers.get(row.code, SYSTEM)
    assert (view.channel, view.return_by, view.applicant.phone) == ("online", "post", "0900000001")
    assert view.data["purpose"] == "marriage"
    assert view.data["other"] == {"nationalCode": "G09.99-261123-000001", "la": "điều biểu mẫu không biết"}
    papers = ctx.office.documents.of(row.code, SYSTEM)
    assert sorted((one.name, one.component) for one in papers) == [("khac.pdf", None), ("to-khai.pdf", "to_khai")]
    assert ctx.office.documents.open(papers[0].id, SYSTEM).content == PDF
    (acknowledged,) = told(portal)["G09.99-261123-000001"]
    assert acknowledged["MaHoSoDiaPhuong"] == row.code and len(acknowledged["NgayTiepNhan"]) == 14


def test_pushed_and_fetched_is_one_dossier(ctx: WorkerContext, portal: Outside, redis: Redis) -> None:
    before = len(opened(ctx))
    file(portal, a_dossier())
    assert push(ctx, a_dossier(), "whsec_" + "B" * 32).status_code == 401
    assert push(ctx, a_dossier()).json == {"error_code": "00"}
    turn(ctx)
    assert filed.follow(ctx, redis) == 0
    turn(ctx)
    assert len(opened(ctx)) == before + 1 and len(told(portal)["G09.99-261123-000001"]) == 1


def test_an_acknowledgement_that_fails_opens_nothing_twice(
    ctx: WorkerContext, portal: Outside, redis: Redis, clock: TestClock
) -> None:
    before = len(opened(ctx))
    file(portal, a_dossier())
    filed.follow(ctx, redis)
    portal.misbehave("down", path="/TiepNhanHoSo")
    turn(ctx)
    assert len(opened(ctx)) == before + 1 and told(portal) == {}
    (item,) = items(ctx)
    assert item.reason == "outside" and item.assigned == opened(ctx)[0].code
    portal.misbehave("ok")
    clock.advance(days=8)  # longer than answers to repeated requests are kept
    turn(ctx)
    assert len(opened(ctx)) == before + 1
    assert [one.state for one in items(ctx)] == ["taken"] and len(told(portal)) == 1


@pytest.mark.parametrize(
    ("changed", "reason", "detail"),
    [
        ({"MaTTHC": "9.123456"}, "procedure-unknown", "9.123456"),
        ({"MaDonVi": "H99.77"}, "unit-unknown", "H99.77"),
        ({"MaDoiTuong": "12"}, "form-wrong", "applicant.identity_number"),
        ({"DuLieu": {"copies": "nhiều"}}, "form-wrong", "copies"),
        ({"ChuHoSo": None}, "unreadable", "ChuHoSo"),
    ],
)
def test_what_cannot_be_opened_says_why_and_holds_up_nothing(
    ctx: WorkerContext, portal: Outside, redis: Redis, changed: dict[str, Any], reason: str, detail: str
) -> None:
    before = len(opened(ctx))
    file(portal, a_dossier(1, **changed))
    file(portal, a_dossier(2))
    filed.follow(ctx, redis)
    turn(ctx)
    found = {one.external_id.startswith("sha256") or one.external_id.endswith("1"): one for one in items(ctx)}
    assert found[True].reason == reason and detail in found[True].detail
    assert "001099000001" not in found[True].detail
    assert found[False].state == "taken" and len(opened(ctx)) == before + 1


def test_a_procedure_deployed_later_opens_it_by_itself(
    ctx: WorkerContext, portal: Outside, redis: Redis, clock: TestClock
) -> None:
    file(portal, a_dossier(MaTTHC=procedures.CODE, TaiLieuNop=[], DuLieu={"note": "x"}))
    filed.follow(ctx, redis)
    turn(ctx)
    plain = procedures.diagram("notify.send", inputs={"to": '"applicant"', "template": '"status"'})
    procedures.deploy(ctx.office, plain)
    clock.advance(hours=1, seconds=1)
    turn(ctx)
    assert [one.state for one in items(ctx)] == ["taken"]


def test_a_paper_that_may_not_come_in_opens_nothing(ctx: WorkerContext, portal: Outside, redis: Redis) -> None:
    before = len(opened(ctx))
    paper = {"TepDinhKemId": "V", "TenTepDinhKem": "virus.exe", "content": base64.b64encode(b"MZ").decode()}
    portal.tell("/_file", **{**a_dossier(), "TaiLieuNop": [paper]})
    filed.follow(ctx, redis)
    turn(ctx)
    (item,) = items(ctx)
    assert item.reason == "paper-refused" and "virus.exe" in item.detail and len(opened(ctx)) == before


@pytest.mark.parametrize("mode", ["down", "error", "nonsense"])
def test_a_portal_that_fails_costs_nothing_but_time(
    ctx: WorkerContext, portal: Outside, redis: Redis, mode: str
) -> None:
    file(portal, a_dossier())
    portal.misbehave(mode, times=1, path="/HoSo")
    with pytest.raises(Unavailable):
        filed.follow(ctx, redis)
    assert filed.follow(ctx, redis) == 1


def supplement(number: int = 9) -> dict[str, Any]:
    """The same dossier, filed again with one paper more."""
    more = {"TepDinhKemId": f"S{number}", "TenTepDinhKem": "ly-hon.pdf", "MaThanhPhanHoSo": "ly_hon"}
    return a_dossier(TaiLieuNop=[*a_dossier()["TaiLieuNop"], more])


def put(portal: Outside, dossier: dict[str, Any]) -> None:
    """What the portal has of the files of a dossier: the supplement's is another one."""
    papers = [
        {**one, "content": base64.b64encode(PDF + (b"%" if one["TepDinhKemId"].startswith("S") else b"")).decode()}
        for one in dossier["TaiLieuNop"]
    ]
    portal.tell("/_file", **{**dossier, "TaiLieuNop": papers})


def wait_for_papers(ctx: WorkerContext, code: str) -> None:
    """The desk accepts the dossier, the reviewer asks for papers."""
    for data in ({"receptionDecision": "accept"}, {"decision": "supplement", "supplementList": "Trích lục ly hôn"}):
        (task,) = ctx.office.dossiers.get(code, SYSTEM).tasks
        ctx.office.tasks.claim(task.id, SYSTEM)
        ctx.office.tasks.complete(task.id, data, SYSTEM)
    assert ctx.office.dossiers.get(code, SYSTEM).status == 5


def first(ctx: WorkerContext, portal: Outside) -> str:
    before = {row.code for row in opened(ctx)}
    put(portal, a_dossier())
    push(ctx, a_dossier())
    turn(ctx)
    (code,) = {row.code for row in opened(ctx)} - before
    return code


def test_what_is_filed_later_joins_the_dossier_that_waits_for_it(
    database_url: str, ctx: WorkerContext, portal: Outside, redis: Redis
) -> None:
    code = first(ctx, portal)
    wait_for_papers(ctx, code)
    count = len(opened(ctx))
    put(portal, supplement())
    for _ in range(2):
        assert push(ctx, supplement()).json == {"error_code": "00"}
        turn(ctx)
    filed.follow(ctx, redis)
    turn(ctx)
    papers = [(one.name, one.component) for one in ctx.office.documents.of(code, SYSTEM)]
    assert papers.count(("ly-hon.pdf", "ly_hon")) == 1 and len(papers) == 3 and len(opened(ctx)) == count
    assert [one.state for one in items(ctx)] == ["taken", "taken"]
    (task,) = ctx.office.dossiers.get(code, SYSTEM).tasks
    assert task.kind == "supplement", "a person says whether it is enough"
    assert ctx.office.audit.verify(code, SYSTEM).intact


def test_what_is_filed_later_and_not_awaited_waits_for_a_person(ctx: WorkerContext, portal: Outside) -> None:
    code = first(ctx, portal)
    put(portal, supplement())
    push(ctx, supplement())
    turn(ctx)
    (item,) = ctx.office.inbox.page(SYSTEM).items
    assert (item.reason, item.detail) == ("not-awaited", code)
    wait_for_papers(ctx, code)
    ctx.office.inbox.retry([item.id], SYSTEM)
    turn(ctx)
    assert "ly-hon.pdf" in [one.name for one in ctx.office.documents.of(code, SYSTEM)]


def test_other_words_without_a_new_paper_are_not_taken_over(ctx: WorkerContext, portal: Outside) -> None:
    code = first(ctx, portal)
    wait_for_papers(ctx, code)
    push(ctx, a_dossier(DuLieu={"purpose": "other"}))
    turn(ctx)
    (item,) = ctx.office.inbox.page(SYSTEM).items
    assert item.reason == "nothing-new" and ctx.office.dossiers.get(code, SYSTEM).data["purpose"] == "marriage"


def test_a_later_version_waits_until_the_first_is_open(ctx: WorkerContext, portal: Outside) -> None:
    before = len(opened(ctx))
    for dossier in (a_dossier(MaDonVi="H99.77"), supplement()):
        put(portal, dossier)
        push(ctx, dossier)
        turn(ctx)
    reasons = {one.reason for one in items(ctx)}
    assert reasons == {"unit-unknown", "first-not-open"} and len(opened(ctx)) == before
