"""The class of service the applicant chose, what carriers take for it, and that none of it is a fee of the office's."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from core.errors.postage import PostageUnknown
from core.errors.procedures import NotOffered
from core.errors.requests import BadValue
from core.services.office import Office
from core.services.views.actors import Actor
from core.services.views.dossiers import Reception
from tests.unit.procedures import clerk
from tests.unit.procedures.shipped import WITHIN_THE_OFFICE, details, form_files
from tests.unit.procedures.test_in_the_office import APPLICANT, COMMUNE
from tests.workers.conftest import Outside
from tests.workers.test_parcels_at_the_desk import Counter
from workers import postage
from workers.context import WorkerContext
from workers.postal.simulator import TARIFF
from workers.postal.wire import OrderStatus


@pytest.fixture
def asking(ctx: WorkerContext) -> Office:
    """The office with the carriers' prices, as the program composes it."""
    return Office(dataclasses.replace(ctx.office.context, postage=postage.quotes(ctx.settings)))


@pytest.fixture
def receiver(counter: Counter) -> Actor:
    return counter.actor("receiver")


def sent(counter: Counter, slug: str, **chosen: Any) -> str:
    """A dossier whose result the post has."""
    told = details(slug)
    data = clerk.fill(json.loads(form_files(slug)[told["start_form"]]))
    reception = Reception(told["code"], COMMUNE, "counter", APPLICANT, data, "post", **chosen)
    code = counter.office.reception.receive(reception, counter.actor("receiver")).code
    while tasks := counter.dossier(code).tasks:
        counter.work(tasks[0])
    counter.hand_over()
    return code


@pytest.mark.parametrize("slug", WITHIN_THE_OFFICE)
def test_what_the_applicant_chose_is_what_is_ordered(counter: Counter, slug: str) -> None:
    code = sent(counter, slug, post_service="express")
    assert [order["service"] for order in counter.orders()] == ["express"]
    (parcel,) = counter.office.dossier_pages.show(code, counter.actor("leader")).parcels
    assert parcel.order is not None and parcel.order.service == "express"
    assert parcel.order.postage == TARIFF["express"][0] and parcel.order.cod == 0


def test_without_a_choice_the_standard_service_is_ordered(counter: Counter) -> None:
    code = sent(counter, "register-copy")
    assert [order["service"] for order in counter.orders()] == ["standard"]
    assert counter.dossier(code).data["postService"] == "standard"


def test_a_result_fetched_at_the_counter_has_no_postal_service(counter: Counter) -> None:
    assert "postService" not in counter.dossier(counter.open("register-copy", "counter", "counter")).data


def test_a_service_nobody_offers_opens_no_dossier(counter: Counter) -> None:
    with pytest.raises(NotOffered):
        sent(counter, "register-copy", post_service="pigeon")


def test_postage_is_in_no_ledger(counter: Counter) -> None:
    code = sent(counter, "register-copy", post_service="express")
    page = counter.office.dossier_pages.show(code, counter.actor("leader"))
    assert page.parcels[0].order is not None and page.parcels[0].order.postage
    money = counter.office.payments.of_dossier(code, counter.actor("leader"))
    assert (money.owed, money.lines) == (None, ())


def test_prices_by_class_of_service_the_cheapest_first(asking: Office, receiver: Actor) -> None:
    found = asking.postage.quotes(COMMUNE, "Số 2, xã Mẫu", receiver)
    told = [(one.service, one.carrier, one.amount, one.days) for one in found]
    assert told == [(name, OrderStatus.carrier, *TARIFF[name]) for name in ("standard", "express")]


@pytest.mark.parametrize("mode", ["down", "error", "nonsense", "reject"])
def test_a_carrier_that_does_not_answer_is_told_so_and_nothing_else_fails(
    asking: Office, receiver: Actor, post: Outside, mode: str
) -> None:
    post.misbehave(mode, path="/order/servicesCharge")
    with pytest.raises(PostageUnknown):
        asking.postage.quotes(COMMUNE, "Số 2, xã Mẫu", receiver)
    post.misbehave("ok")
    assert asking.postage.quotes(COMMUNE, "Số 2, xã Mẫu", receiver)


def test_nobody_waits_for_a_slow_carrier(
    asking: Office, receiver: Actor, post: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workers.postal.quotes.SECONDS", 0.3)
    post.misbehave("slow", delay=3, path="/order/servicesCharge")
    with pytest.raises(PostageUnknown):
        asking.postage.quotes(COMMUNE, "Số 2, xã Mẫu", receiver)


def test_without_a_carrier_there_is_no_price(counter: Counter, receiver: Actor) -> None:
    with pytest.raises(PostageUnknown):
        counter.office.postage.quotes(COMMUNE, "Số 2, xã Mẫu", receiver)


@pytest.mark.parametrize(
    ("unit", "address", "field"),
    [("H00", "Số 2", "unit"), ("H99.06.01", "Số 2", "unit"), ("H99", "Số 2", "unit"), (COMMUNE, "  ", "address")],
)
def test_what_is_missing_for_a_price_is_named(
    asking: Office, receiver: Actor, post: Outside, unit: str, address: str, field: str
) -> None:
    with pytest.raises(BadValue) as refused:
        asking.postage.quotes(unit, address, receiver)
    assert refused.value.params["field"] == field and not post.asked("/order/servicesCharge")
