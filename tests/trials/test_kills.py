"""kill -9 at every point and at any time: no call is lost, none is applied twice, none is doubled outside.

The post counts what really arrived. It honours the key, as its contract says: an order number it has is refused.
"""

from __future__ import annotations

import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.db.models import Dossier, Event, Incident, Outbox
from core.domain.history import EventKind
from core.errors.database import ServiceUnavailable
from core.services.office import Office
from core.services.seed import Seed
from core.services.views.actors import SYSTEM
from core.settings import Settings
from tests.support import offices
from tests.support.clock import TestClock
from tests.support.postgres import Cluster
from tests.support.processes import free_port, wait_until
from tests.trials.child import JOB_POINTS, OTHER_POINTS
from tests.trials.door import Door
from tests.trials.stage import Havoc, Stage, own_address, queue_url, staged
from tests.workers import procedures
from tests.workers.conftest import NEVER, Outside
from workers.postal import simulator as postal
from workers.simulation import Served

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs loopback addresses of its own")
APPLICANT = replace(procedures.APPLICANT, email="")
#: a call of the trial is tried so often: dying is not what ends it
TRIES = 99
OPEN = ("ready", "sent", "leased")
#: the long trial is made in so many pieces, each with an office of its own
PIECES = 10
#: a blow falls after so many answered calls, or so many seconds
CALLS_BETWEEN_BLOWS, LONGEST_BETWEEN_BLOWS = 20, 20.0


@pytest.fixture
def post() -> Iterator[Outside]:
    with Served(postal.create_app(NEVER)) as served:
        yield Outside(served)


@pytest.fixture
def running(clock: TestClock) -> TestClock:
    clock.run()
    return clock


@pytest.fixture
def trial(demo: Office, settings: Settings, post: Outside, running: TestClock) -> Settings:
    """The settings of the processes of a trial on SQLite, and its procedure deployed."""
    deploy(demo)
    return settings.but(postal_url=post.url, postal_key="customer:secret", redis_url=queue_url())


def deploy(office: Office) -> None:
    diagram = procedures.diagram("postal.return", **{**procedures.POST, "message": None})
    procedures.deploy(office, re.sub(rb'retries="\d+"', f'retries="{TRIES}"'.encode(), diagram))


def receive(office: Office, count: int) -> list[str]:
    """Receives so many dossiers."""
    return [procedures.receive(office, APPLICANT).code for _ in range(count)]


def pending(office: Office) -> int:
    with office.context.work.read() as work:
        return work.scalar(select(func.count()).select_from(Outbox).where(Outbox.state.in_(OPEN))) or 0


def check(office: Office, post: Outside, codes: list[str]) -> None:
    """Nothing lost, nothing applied twice, nothing doubled."""
    with office.context.work.read() as work:
        assert work.scalar(select(func.count()).select_from(Incident)) == 0
        answers = select(Dossier.code, func.count()).join(Event, Event.dossier_id == Dossier.id)
        answers = answers.where(Event.kind == EventKind.WORKER_CALL_SUCCEEDED).group_by(Dossier.code)
        applied = dict(work.execute(answers).all())
    assert applied == dict.fromkeys(codes, 1), "each call was answered in its dossier exactly once"
    parcels = post.served.app.extensions["post"].parcels
    arrived = Counter(number.rpartition("-")[0] for number in parcels)
    assert arrived == Counter(codes), "each call made exactly one parcel"
    known = {number.rpartition("-")[0]: parcel.code for number, parcel in parcels.items()}
    told = {code: office.dossiers.get(code, SYSTEM).data["trackingCode"] for code in codes}
    assert told == known, "each dossier has the code of its own parcel"


def lay_all_points(stage: Stage) -> None:
    """Each point once; those of a job twice, so that the row's next worker dies there, too."""
    for point in (*JOB_POINTS, *OTHER_POINTS):
        stage.lay(point, 0)
    for point in JOB_POINTS:
        stage.lay(point, 1)


@pytest.mark.parametrize("dossiers", [24])
def test_every_point_once(demo: Office, trial: Settings, post: Outside, tmp_path: Path, dossiers: int) -> None:
    with staged(tmp_path, trial) as stage:
        lay_all_points(stage)
        codes = receive(demo, dossiers)
        wait_until(lambda: pending(demo) == 0, "the end of all calls", patience=240, log=tmp_path / "worker-0.log")
        left = [fuse for fuse in stage.left if not fuse.startswith("maintenance")]
        assert left == [], "every point was reached"
    check(demo, post, codes)


@pytest.mark.soak
@pytest.mark.parametrize("piece", range(PIECES))
def test_kills_at_random(cluster: Cluster, post: Outside, running: TestClock, tmp_path: Path, piece: int) -> None:
    """MOTCUA_SOAK_JOBS calls (10,000 without it) in pieces, on PostgreSQL, under blows at every process.

    A part of the soak stops after a while and goes on with what is not done: a piece ends well before that on a slow machine, too.
    """
    count = int(os.environ.get("MOTCUA_SOAK_JOBS", "10000")) // PIECES
    chance = random.Random(f"{os.environ.get('MOTCUA_SOAK_SEED', '0')}-{piece}")
    url = cluster.server.create()
    offices.migrate(url)
    settings = offices.configured(tmp_path / "home", url).but(
        postal_url=post.url, postal_key="customer:secret", redis_url=queue_url(), host=own_address(), port=free_port()
    )
    with offices.opened(settings, running) as office:
        tokens = Seed(office).demonstration()["tokens"]
        deploy(office)
        door = Door(f"http://{settings.host}:{settings.port}", tokens["receiver"])
        with staged(tmp_path, settings, web=True) as stage:
            havoc = Havoc(stage, cluster, chance)
            codes: list[str] = []
            while len(codes) < count:
                codes += door.receive(len(codes), min(40, count - len(codes)))
                havoc.strike()
            while left := waiting(office):
                wait_for(lambda left=left: waiting(office) <= left - CALLS_BETWEEN_BLOWS)
                havoc.strike()
            sys.__stdout__.write(f"\n{count} calls; blows: {havoc.done}; deaths: {stage.deaths}\n")  # type: ignore[union-attr]
        check(office, post, codes)
        assert offices.differences(office) == []


def waiting(office: Office) -> int:
    """How many calls are not answered yet; all of them while the database does not answer."""
    try:
        return pending(office)
    except ServiceUnavailable:
        return sys.maxsize


def wait_for(progress: Callable[[], bool]) -> None:
    """Waits for it, at most as long as processes take to start on a busy machine: a trial that kills faster proves nothing."""
    end = time.monotonic() + LONGEST_BETWEEN_BLOWS
    while time.monotonic() < end and not progress():
        time.sleep(0.2)
