"""A post that takes a number twice: kill -9 between its answer and our commit makes a second parcel, and the office finds it.

Nothing on our side can prevent it: the first answer died with its worker. The post's own list is held against our shipments, and
what we do not know stands in the inbox until a person says what becomes of it.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.inbound import InboxItem
from core.settings import Settings
from tests.support.clock import TestClock
from tests.support.processes import wait_until
from tests.support.staff import staff
from tests.trials.stage import queue_url, staged
from tests.trials.test_kills import deploy, pending, receive
from tests.workers.conftest import NEVER, Outside
from workers.context import WorkerContext
from workers.postal import books
from workers.postal import simulator as postal
from workers.simulation import Served

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs loopback addresses of its own")
DOSSIERS = int(os.environ.get("MOTCUA_TRIAL_DOSSIERS", "6"))


@pytest.fixture
def forgetful() -> Iterator[Outside]:
    """A post that takes every order for a new one."""
    with Served(postal.create_app(NEVER, honours=False)) as served:
        yield Outside(served)


@pytest.fixture
def trial(demo: Office, settings: Settings, forgetful: Outside, clock: TestClock) -> Settings:
    clock.run()
    deploy(demo)
    pointed = {"postal_url": forgetful.url, "postal_key": "customer:secret", "postal_order_days": 3}
    return settings.but(redis_url=queue_url(), **pointed)


def inbox(office: Office) -> list[InboxItem]:
    return office.inbox.page(staff(office, "admin"), "parked").items


def test_parcels_made_twice_come_to_the_inbox_and_a_person_settles_them(
    demo: Office, trial: Settings, forgetful: Outside, redis_url: str, tmp_path: Path, clock: TestClock
) -> None:
    with staged(tmp_path, trial) as stage:
        for point in ("after-order", "after-call", "before-commit"):
            stage.lay(point, 0)
        codes = receive(demo, DOSSIERS)
        wait_until(lambda: pending(demo) == 0, "the end of all calls", patience=240, log=tmp_path / "worker-0.log")
        assert stage.left == []
    placed = forgetful.served.app.extensions["post"].placed
    times = Counter(parcel.number.rpartition("-")[0] for _, parcel in placed)
    assert set(times) == set(codes) and len(placed) == DOSSIERS + 3, "three calls were made twice"

    ctx = WorkerContext(demo, trial)
    with Redis.from_url(redis_url) as redis:
        assert books.compare(ctx, redis) == 0, "what is young may still be written down"
        clock.advance(minutes=11)
        found = books.compare(ctx, redis)
        clock.advance(hours=1)
        assert books.compare(ctx, redis) == 0, "each comes once"
        told = {demo.dossiers.get(code, SYSTEM).data["trackingCode"] for code in codes}
        doubles = {parcel.code for _, parcel in placed} - told
        assert found == len(doubles) == 3 and {item.external_id for item in inbox(demo)} == doubles
        assert {item.reason for item in inbox(demo)} == {"order-doubled"}
        _settle(demo, ctx, redis)


def _settle(demo: Office, ctx: WorkerContext, redis: Redis) -> None:
    """One is given to its dossier, the others are set aside; nothing is left, and nothing comes again."""
    admin, (first, *others) = staff(demo, "admin"), inbox(demo)
    dossier = first.key.rpartition("-")[0]
    demo.inbox.assign([first.id], dossier, admin)
    books.inbound.process(ctx, redis)
    assert first.external_id in {one.tracking_code for one in demo.shipments.open() if one.dossier == dossier}
    demo.inbox.set_aside([one.id for one in others], "đã huỷ ở bưu điện", admin)
    assert inbox(demo) == [] and books.compare(ctx, redis) == 0
