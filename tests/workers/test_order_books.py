"""The post's list of orders held against the office's shipments."""

from __future__ import annotations

from dataclasses import replace

import pytest
from redis import Redis

from core.services.office import Office
from tests.support.clock import TestClock
from tests.support.staff import staff
from tests.workers import calls, procedures
from tests.workers.conftest import Outside
from workers.context import WorkerContext
from workers.postal import books

SILENT = replace(procedures.APPLICANT, email="")


@pytest.fixture
def listing(ctx: WorkerContext) -> WorkerContext:
    """The office, which asks for the orders of the last three days."""
    return WorkerContext(ctx.office, ctx.settings.but(postal_order_days=3))


def opened(office: Office) -> str:
    procedures.deploy(office, procedures.diagram("postal.return", **procedures.POST))
    return procedures.receive(office, SILENT).code


def reasons(office: Office) -> dict[str, str]:
    return {item.external_id: item.reason for item in office.inbox.page(staff(office, "admin"), "parked").items}


def test_what_is_known_says_nothing(
    database_url: str, ctx: WorkerContext, listing: WorkerContext, redis: Redis, clock: TestClock
) -> None:
    opened(ctx.office)
    calls.make(ctx, "postal.return")
    clock.advance(hours=1)
    assert books.compare(listing, redis) == 0 and reasons(ctx.office) == {}


def test_an_order_whose_answer_was_lost_for_good_is_found(
    database_url: str, ctx: WorkerContext, listing: WorkerContext, post: Outside, redis: Redis, clock: TestClock
) -> None:
    code = opened(ctx.office)
    office = post.served.app.extensions["post"]
    office.place(f"{code}-0123456789abcdef")
    office.place(f"{code}-fedcba9876543210")
    office.stop(f"{code}-fedcba9876543210")
    office.move(f"{code}-fedcba9876543210", "900", clock())
    clock.advance(hours=1)
    assert books.compare(listing, redis) == 0, "its own call is still to be made"
    calls.make(ctx, "postal.return")
    found = books.compare(listing, redis)
    assert list(reasons(ctx.office).values()) == ["order-unrecorded"]
    assert found == 1, "a cancelled order is nobody's trouble"


def test_a_second_parcel_under_one_number_is_found_on_a_later_page(
    ctx: WorkerContext,
    listing: WorkerContext,
    post: Outside,
    redis: Redis,
    clock: TestClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("workers.postal.client.PAGE_SIZE", 2)
    office = post.served.app.extensions["post"]
    for _ in range(4):
        opened(ctx.office)
    calls.make(ctx, "postal.return")
    office.honours = False
    second = office.place(next(iter(office.parcels)))
    clock.advance(hours=1)
    assert books.compare(listing, redis) == 1
    assert reasons(ctx.office) == {second.code: "order-doubled"}


def test_without_the_setting_nobody_is_asked(ctx: WorkerContext, post: Outside, redis: Redis) -> None:
    assert books.compare(ctx, redis) == 0 and post.asked("/order/getOrders") == []
