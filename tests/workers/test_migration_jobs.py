"""A migration through the queue: the relay hands it over, workers carry it out, chunk by chunk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from redis import Redis

from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.settings import Settings
from tests.support import moving
from tests.support.staff import staff
from tests.workers.processes import worker_burst
from workers import relay


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    with Redis.from_url(redis_url) as opened:
        yield opened


def test_the_queue_carries_a_migration_to_its_end(demo: Office, redis: Redis, settings: Settings) -> None:
    queue = relay.calls(redis)
    moving.deployed(demo, moving.OLD)
    codes = moving.opened(demo, 3)
    for row in demo.outbox.due():  # letters of reception are not the matter here
        job = demo.outbox.lease(row.id)
        assert job is not None and demo.outbox.succeeded(job, {})
    moving.deployed(demo, moving.NEW)
    migration = moving.order(demo)
    for wanted in ("checked", "done"):
        for _ in range(5):
            relay.turn(demo, queue)
            assert all(job.func_name == "workers.jobs.migrate_dossiers" for job in queue.jobs)
            worker_burst(settings)
            if demo.migrations.get(migration.id, SYSTEM).state == wanted:
                break
        assert demo.migrations.get(migration.id, SYSTEM).state == wanted
        demo.migrations.start(migration.id, staff(demo, "admin"))
    assert demo.migrations.get(migration.id, SYSTEM).counts == {"moved": len(codes)}
    assert relay.turn(demo, queue) == 0
