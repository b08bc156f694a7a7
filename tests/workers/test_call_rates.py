"""A limit of calls to a system holds for all relays and workers together, and holds up no other system."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest

from core.errors.settings import SettingInvalid
from core.services.office import Office
from core.settings import Settings
from tests.support.clock import TestClock
from tests.workers import procedures
from workers.settings import read

POSTAL = procedures.diagram("postal.return", **procedures.POST)


def limited(office: Office, rates: str) -> Office:
    """The office of another relay with this setting, and dossiers that wait for the post and for a letter."""
    found = Office(replace(office.context, settings=office.context.settings.but(call_rates=rates)))
    found.outside_systems.connect({"postal.return": "postal", "notify.send": "notification"})
    return found


@pytest.fixture
def many(demo: Office) -> Iterator[Office]:
    procedures.deploy(demo, POSTAL)
    for _ in range(6):
        procedures.receive(demo, replace(procedures.APPLICANT, email=""))
    yield demo


def handed_over(office: Office, limit: int = 100, waiting: tuple[UUID, ...] = ()) -> list[UUID]:
    return [call.id for call in office.outbox.due(limit, waiting) if call.topic == "postal.return"]


def begun(office: Office, calls: list[UUID]) -> None:
    """Workers take what was handed over, and the post does its part."""
    for call in calls:
        job = office.outbox.lease(call)
        assert job is not None
        office.outbox.succeeded(job, {"trackingCode": str(call)})


def test_two_relays_share_a_limit(database_url: str, many: Office, clock: TestClock) -> None:
    one, other = limited(many, "postal=40/m"), limited(many, "postal=40/m")
    first = handed_over(one)
    assert (len(first), handed_over(other)) == (1, [])
    begun(one, first)
    clock.advance(seconds=1)
    assert handed_over(one) == [], "an interval is a second and a half"
    clock.advance(seconds=1)
    second = handed_over(other)
    begun(other, second)
    clock.advance(seconds=1)
    third = handed_over(one)
    assert (len(second), len(third)) == (1, 1), "half a second that was waited too long is made up for"
    assert len({*first, *second, *third}) == 3


def test_a_second_gives_what_a_second_may(many: Office, clock: TestClock) -> None:
    relay = limited(many, "postal=4/s")
    clock.advance(minutes=5)
    first = handed_over(relay)
    assert len(first) == 1, "nothing is known of it yet"
    begun(relay, first)
    clock.advance(seconds=1)
    second = handed_over(relay)
    assert len(second) == 4
    begun(relay, second)
    assert len(handed_over(relay)) <= 1


def test_what_is_limited_holds_up_nothing_else(many: Office) -> None:
    letter = procedures.diagram("notify.send", inputs={"to": '"applicant"'}, headers={"template": "status"})
    procedures.deploy(many, letter, code="9.999902")
    procedures.receive(many, code="9.999902")  # the newest call of all is a letter
    relay = limited(many, "postal=1/h")
    found = relay.outbox.due(3)
    assert sorted(call.topic for call in found) == ["notify.send", "postal.return"]


def test_calls_that_stand_in_the_queue_count_until_they_are_begun(many: Office, clock: TestClock) -> None:
    """Workers that come back find no more than a second's worth; what the queue has lost is in nobody's way."""
    relay = limited(many, "postal=2/s")
    queued: list[UUID] = []
    for _ in range(6):
        queued += handed_over(relay, waiting=tuple(queued))
        clock.advance(seconds=30)
    assert len(queued) == 2
    assert len(handed_over(relay)) >= 1, "the queue was emptied"


def test_without_a_limit_all_goes(many: Office) -> None:
    assert len(handed_over(limited(many, "notification=1/h"))) == 6


def test_a_limit_names_a_system_that_there_is(settings: Settings) -> None:
    given = {"MOTCUA_HOME": str(settings.home), "MOTCUA_CALL_RATES": "post-office=1/s"}
    with pytest.raises(SettingInvalid, match=r"there is no outside system “post-office”: use one of .*postal"):
        read(given)
    assert (
        read({**given, "MOTCUA_CALL_RATES": "postal=60/m, notification=5/s"}).call_rates
        == "postal=60/m,notification=5/s"
    )
