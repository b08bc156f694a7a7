"""Migrations paused, cancelled, killed, handed over twice, and raced by a clerk: no dossier is lost or half moved."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import update

from core.db.models import Migration
from core.errors.base import CoreError
from core.errors.migration import MigrationState
from core.services.office import Office
from core.services.views.actors import SYSTEM
from motcua.environment import environment
from tests.support import moving
from tests.support.clock import TestClock, for_children
from tests.support.moving import NEW, OLD, intact, told, version
from tests.support.staff import staff

pytestmark = pytest.mark.usefixtures("database_url")


@pytest.fixture
def two(demo: Office) -> tuple[Office, list[str]]:
    return demo, moving.between_versions(demo)


def test_a_paused_migration_waits_and_a_cancelled_one_ends(two):
    office, codes = two
    admin = staff(office, "admin")
    found = moving.checked(office)
    office.migrations.start(found.id, admin)
    assert office.migration_jobs.process_chunk(found.id, 2) == 2
    assert office.migrations.pause(found.id, admin).paused
    assert office.migration_jobs.process_chunk(found.id) == 0 and office.migration_jobs.due() == []
    assert not office.migrations.resume(found.id, admin).paused
    assert office.migration_jobs.process_chunk(found.id, 1) == 1
    view = office.migrations.cancel(found.id, admin)
    assert (view.state, dict(view.counts)) == ("cancelled", {"moved": 3, "waiting": 2})
    assert office.migration_jobs.process_chunk(found.id) == 0
    assert sorted(version(office, code) for code in codes) == [1, 1, 2, 2, 2]
    with pytest.raises(MigrationState):
        office.migrations.start(found.id, admin)


def test_the_relay_gets_a_migration_once_and_again_when_its_job_was_lost(two, clock: TestClock):
    office, _ = two
    migration = moving.order(office)
    assert [row.id for row in office.migration_jobs.due()] == [migration.id]
    assert office.migration_jobs.due() == []
    clock.advance(minutes=3)  # handed over, and never leased
    assert [row.id for row in office.migration_jobs.due()] == [migration.id]
    with office.context.work() as work:  # leased by a job that died
        values = {"lease": "dead", "next_attempt": clock() + timedelta(minutes=2)}
        work.session.execute(update(Migration).values(**values))
    assert office.migration_jobs.process_chunk(migration.id) == 0
    clock.advance(minutes=3)
    assert [row.id for row in office.migration_jobs.due()] == [migration.id]
    assert office.migration_jobs.process_chunk(migration.id) == 5


KILLED = """
    import os, signal, sys, uuid
    from core.bootstrap import build
    from workers.settings import read
    from core.services.migration import jobs
    office = build(read())
    move, count = jobs.move, 0
    def fatal(world, work, case, *rest):
        global count
        kept = move(world, work, case, *rest)
        count += 1
        if count == 3:
            work.send()  # everything is written, nothing is committed
            os.kill(os.getpid(), signal.SIGKILL)
        return kept
    jobs.move = fatal
    office.migration_jobs.process_chunk(uuid.UUID(sys.argv[1]))
"""


def test_a_job_killed_in_the_middle_leaves_whole_dossiers_and_the_next_goes_on(two, settings, clock: TestClock):
    office, codes = two
    found = moving.checked(office)
    office.migrations.start(found.id, staff(office, "admin"))
    command = [sys.executable, "-c", for_children() + textwrap.dedent(KILLED), str(found.id)]
    ended = subprocess.run(command, env={**os.environ, **environment(settings)}, check=False, timeout=120)
    assert ended.returncode == -signal.SIGKILL
    assert office.migrations.get(found.id, SYSTEM).counts == {"moved": 2, "waiting": 3}
    intact(office, *codes)
    with office.context.work() as work:  # its lease has run out
        work.session.execute(update(Migration).values(next_attempt=clock()))
    clock.advance(seconds=1)
    moving.work_off(office, found)
    assert office.migrations.get(found.id, SYSTEM).counts == {"moved": 5}
    assert all(len(told(office, code, "designer.dossier.migrated")) == 1 for code in codes)
    intact(office, *codes)


def test_a_clerk_who_completes_at_the_same_moment_is_never_lost(demo: Office):
    moving.deployed(demo, OLD)
    codes = moving.opened(demo, 6)
    tasks = {code: moving.the_task(demo, code).id for code in codes}
    moving.deployed(demo, NEW)
    found = moving.checked(demo)
    demo.migrations.start(found.id, staff(demo, "admin"))

    def clerk(code: str) -> object:
        try:
            return demo.tasks.complete(tasks[code], {}, SYSTEM)
        except CoreError as error:
            return error

    with ThreadPoolExecutor(4) as pool:
        jobs = [
            pool.submit(demo.migration_jobs.process_chunk, found.id, 6),
            pool.submit(demo.migration_jobs.process_chunk, found.id, 6),
        ]
        answers = list(pool.map(clerk, codes))
        assert sum(job.result() for job in jobs) >= 1
    moving.work_off(demo, found)
    assert not [answer for answer in answers if isinstance(answer, CoreError)]
    assert demo.migrations.get(found.id, SYSTEM).counts == {"moved": 6}
    assert {version(demo, code) for code in codes} == {2}
    assert {moving.the_task(demo, code).element for code in codes} <= {"N", "B"}
    intact(demo, *codes)
