"""The queue server dies while everything runs: nothing is lost, and nobody has to restart anything."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from redis import Redis

from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.settings import Settings
from tests.support.processes import stop, wait_until
from tests.workers import procedures
from tests.workers.conftest import Outside
from tests.workers.processes import worker
from workers import embedded, relay


def test_relay_and_worker_outlive_the_queue_server(
    demo: Office, settings: Settings, post: Outside, tmp_path: Path
) -> None:
    url, server = embedded.start(tmp_path / "q")
    pointed = settings.but(redis_url=url, postal_url=post.url, postal_key="customer:secret")
    procedures.deploy(demo, procedures.diagram("postal.return", **procedures.POST))
    log, ended = tmp_path / "worker.log", threading.Event()
    relaying = threading.Thread(target=relay.run, args=(pointed, ended))
    relaying.start()
    try:
        with worker(pointed, log) as running:
            before = _dossier(demo)
            wait_until(lambda: _tracked(demo, before), "the first order", log=log)
            server.kill()
            server.wait()
            during = _dossier(demo)
            assert not _tracked(demo, during)
            _, server = embedded.start(tmp_path / "q")
            wait_until(lambda: _tracked(demo, during), "the second order", patience=60, log=log)
            assert running.poll() is None and relaying.is_alive()
            server.kill()
            server.wait()
            assert stop(running) == 0, "asked to end while the queue server is away"
    finally:
        ended.set()
        relaying.join(timeout=60)
        stop(server)
    assert len(post.served.app.extensions["post"].parcels) == 2


@pytest.mark.parametrize("at_work", [True, False])
def test_a_worker_that_is_asked_to_end_finishes_its_job_first(
    demo: Office, settings: Settings, redis_url: str, post: Outside, tmp_path: Path, at_work: bool
) -> None:
    pointed = settings.but(postal_url=post.url, postal_key="customer:secret")
    procedures.deploy(demo, procedures.diagram("postal.return", **procedures.POST))
    log = tmp_path / "worker.log"
    with worker(pointed, log) as running, Redis.from_url(redis_url) as redis:
        wait_until(lambda: b"Listening" in log.read_bytes(), "the worker", log=log)
        code = _dossier(demo)
        if at_work:
            post.misbehave("slow", delay=2, times=1, path="/order/post")
            relay.turn(demo, relay.calls(redis))
            wait_until(lambda: post.asked("/order/post"), "the order", log=log)
        assert stop(running) == 0
        assert _tracked(demo, code) is at_work


def _dossier(office: Office) -> str:
    return procedures.receive(office, replace(procedures.APPLICANT, email="")).code


def _tracked(office: Office, code: str) -> bool:
    return "trackingCode" in office.dossiers.get(code, SYSTEM).data
