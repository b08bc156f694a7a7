"""A dossier's ledger for other systems: whole đồng, guarded like the page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.payments import PaymentReport
from tests.support.staff import hire, staff
from tests.unit.procedures.test_in_the_office import Desk
from tests.web.api.calling import Api, Caller, read, refused


def test_the_ledger_tells_what_is_owed_came_in_and_was_settled(
    api: Api, demo: Office, credentials: dict[str, Any]
) -> None:
    roles = Desk(demo, credentials)
    code = roles.open("house-permit", "counter", "counter")
    while (task := roles.dossier(code).tasks[0]).kind != "pay":
        roles.work(task)
    demo.online_payments.asked(code, "TT1", 75_000, "Lệ phí", "https://pay.example/TT1", "QR")
    asked = read(api("receiver").get(f"/dossiers/{code}/payments"))
    assert (asked["owed"]["rest"], asked["owed"]["qr"], asked["lines"]) == (75_000, "QR", [])
    paid = demo.context.now() - timedelta(minutes=1)
    demo.online_payments.reported(PaymentReport(code="TT1", reference="G1", amount=50_000, paid_at=paid))
    held = read(api("receiver").get(f"/dossiers/{code}/payments"))
    assert held["owed"]["held"] is True and held["owed"]["qr"] == ""
    (open_one,) = held["differences"]
    assert (open_one["reason"], open_one["state"], open_one["settlement"]) == ("amount", "open", "")
    (known,) = demo.payments.of_dossier(code, staff(demo, "receiver")).differences
    demo.payments.settle(known.id, "counted", "Đã gọi", staff(demo, "receiver"))
    told = read(api("receiver").get(f"/dossiers/{code}/payments"))
    assert (told["owed"]["counted"], told["owed"]["rest"]) == (50_000, 25_000)
    (line,) = told["lines"]
    assert (line["kind"], line["amount"], line["method"], line["reference"]) == ("received", 50_000, "online", "G1")
    assert told["differences"][0]["settlement"] == "counted" and told["differences"][0]["note"] == "Đã gọi"


def test_who_does_not_see_the_dossier_sees_no_money(api: Api, dossier: Any) -> None:
    assert read(api("receiver").get(f"/dossiers/{dossier['code']}/payments")) == {
        "owed": None,
        "lines": [],
        "differences": [],
    }
    refused(api("receiver").get("/dossiers/H99.05-261123-9999/payments"), 404, "not-found")
    assert api(None).get(f"/dossiers/{dossier['code']}/payments").status_code == 401


def test_a_neighbours_token_sees_no_money_and_asks_for_no_price(api: Api, demo: Office, dossier: Any) -> None:
    hire(demo, "thu.hai", receiver="H99.06.01")
    token = demo.tokens.create_token("thu.hai", "thử", ["dossiers:read", "dossiers:write"], SYSTEM)
    neighbour = Caller(api(None)._client.application, token)
    refused(neighbour.get(f"/dossiers/{dossier['code']}/payments"), 404, "not-found")
    told = {
        unit: refused(neighbour.post("/postage", {"unit": unit, "address": "Số 2"}), status, code)
        for unit, status, code in (
            ("H99.05", 422, "bad-value"),
            ("H00", 422, "bad-value"),
            ("H99.06", 503, "postage-unknown"),
        )
    }
    assert told["H99.05"]["detail"].replace("H99.05", "H00") == told["H00"]["detail"]
