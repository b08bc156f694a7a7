"""What clerk and citizen are told of a result that goes out by post: what, by whom, to where, and whether it has left."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from core.db import schema
from core.db.engines import connect
from core.services.views.dossiers import PublicDossier, Reception
from core.services.views.notices import NoticeView
from core.services.views.shipments import ParcelView
from core.settings import Settings
from tests.unit.procedures import clerk
from tests.unit.procedures.shipped import details, form_files
from tests.unit.procedures.test_in_the_office import APPLICANT, COMMUNE
from tests.workers.test_parcels_at_the_desk import Counter

SLUG = "register-copy"


def issued(counter: Counter) -> tuple[str, str]:
    """Code and secret of a dossier whose result is issued and for the post, which has not been asked yet."""
    told = details(SLUG)
    data = clerk.fill(json.loads(form_files(SLUG)[told["start_form"]]))
    by = counter.actor("receiver")
    opened = counter.office.reception.receive(Reception(told["code"], COMMUNE, "counter", APPLICANT, data, "post"), by)
    while tasks := counter.dossier(opened.code).tasks:
        counter.work(tasks[0])
    assert opened.receipt_secret is not None
    return opened.code, opened.receipt_secret


def on_the_desk(counter: Counter, code: str) -> tuple[NoticeView, ParcelView | None]:
    page = counter.office.dossier_pages.show(code, counter.actor("leader"))
    return page.notices[0], page.parcels[-1] if page.parcels else None


def looked_up(counter: Counter, code: str, secret: str) -> PublicDossier:
    return counter.office.dossiers.lookup(code, secret, "127.0.0.1")


def test_the_notice_says_what_goes_to_whom_before_there_is_an_order(counter: Counter) -> None:
    code, _ = issued(counter)
    notice, parcel = on_the_desk(counter, code)
    assert parcel is None and notice.way == "post"
    assert notice.result == counter.office.procedures.get(details(SLUG)["code"]).result != ""
    assert (notice.receiver, notice.address) == (APPLICANT.name, APPLICANT.address)


def test_an_order_is_no_parcel_in_the_carriers_hands(counter: Counter) -> None:
    code, secret = issued(counter)
    counter.hand_over()
    _, parcel = on_the_desk(counter, code)
    assert parcel is not None and parcel.state == "created" and not parcel.taken_over
    assert not looked_up(counter, code, secret).parcels[-1].taken_over
    counter.report("110")
    _, parcel = on_the_desk(counter, code)
    assert parcel is not None and parcel.state == "accepted" and parcel.taken_over


@pytest.mark.parametrize(
    ("status", "taken"), [("900", False), ("777", False), ("410", True), ("510", True), ("800", True)]
)
def test_only_who_held_it_can_fail_return_or_lose_it(counter: Counter, status: str, taken: bool) -> None:
    code, _ = issued(counter)
    counter.hand_over()
    counter.report(status)
    _, parcel = on_the_desk(counter, code)
    assert parcel is not None and parcel.taken_over == taken


def test_the_parcel_keeps_what_was_ordered(counter: Counter) -> None:
    code, _ = issued(counter)
    counter.hand_over()
    (asked,) = counter.orders()
    _, parcel = on_the_desk(counter, code)
    assert parcel is not None and parcel.order is not None
    assert parcel.order.number == asked["orderNumber"]
    assert (parcel.order.receiver, parcel.order.address) == (asked["receiver"]["Name"], asked["receiver"]["Address"])
    assert parcel.order.service == asked["service"] and "VNPost" in parcel.order.carrier


def test_a_receipt_shows_no_full_name_and_no_full_address(counter: Counter) -> None:
    code, secret = issued(counter)
    counter.hand_over()
    found = looked_up(counter, code, secret)
    assert found.notice is not None and found.notice.way == "post"
    assert found.parcels[-1].order is not None
    told = repr((found.notice, found.parcels))
    assert APPLICANT.name not in told and "Số 1" not in told
    assert "xã Mẫu Một" in told, "enough to see whether it is the right place"


def test_a_feed_that_was_quicker_than_our_own_books_loses_nothing(counter: Counter) -> None:
    """The post tells of the order before the office has written it down: the job was killed between."""
    code, _ = issued(counter)
    record = counter.office.shipments.record
    orders: list[Any] = []

    def quicker(dossier: str, report: Any) -> bool:
        orders.append(report.order)
        record(dossier, replace(report, order=None))
        return record(dossier, report)

    counter.office.shipments.record = quicker  # type: ignore[method-assign]
    try:
        counter.hand_over()
    finally:
        counter.office.shipments.record = record  # type: ignore[method-assign]
    _, parcel = on_the_desk(counter, code)
    assert parcel is not None and parcel.order == orders[0] and orders[0] is not None


def test_parcels_of_earlier_releases_stay(counter: Counter, settings: Settings) -> None:
    """They were sent before orders were kept: what the carrier reported is all there is to tell."""
    code, _ = issued(counter)
    counter.hand_over()
    counter.report("200")
    counter.office.close()
    engine = connect(settings.database)
    try:
        schema.downgrade(engine, "0022")
        schema.upgrade(engine)
    finally:
        engine.dispose()
    notice, parcel = on_the_desk(counter, code)
    assert parcel is not None and (parcel.state, parcel.order) == ("in-transit", None)
    assert notice.address == APPLICANT.address
