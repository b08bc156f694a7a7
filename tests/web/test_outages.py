"""The doors while the database is away or busy, or the disk is full: 503, when to come again, and a sentence; never a fault."""

from __future__ import annotations

import io
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Response

import motcua.wsgi
from core.db import engines
from core.db.faults import FULL
from core.errors.database import StorageFull
from core.errors.evidence import NotTracedFull
from core.services.office import Office
from core.services.seed import Seed
from core.settings import Settings
from tests.db.test_database_away import drop_connections, held
from tests.support import offices, postgres
from tests.support.clock import TestClock
from tests.support.needs import absent
from tests.web.admin.desks import PDF, fields_of
from tests.web.api.calling import reception
from web import messages

DOORS = (
    "/login",
    "/queue",
    "/dossiers",
    "/portal/",
    "/api/v1/tasks",
)


class Browser:
    """All doors of one office, as they are served: a person who has signed in, and a program with a token."""

    def __init__(self, office: Office, settings: Settings) -> None:
        self.client = Client(motcua.wsgi.compose(office, settings), Response)
        data = json.loads((settings.home / "demo-credentials.json").read_text("utf-8"))
        account = next(one for one in data["accounts"] if one["role"] == "receiver")
        self.token = {"Authorization": f"Bearer {data['tokens']['receiver']}"}
        fields = self.form("/login")
        answer = self.client.post(
            "/login", data={**fields, "username": account["username"], "password": account["password"]}
        )
        assert answer.status_code == 303, answer.text

    def get(self, address: str) -> TestResponse:
        return self.client.get(address, headers=self.token if address.startswith("/api") else {})

    def receive(self) -> TestResponse:
        headers = {**self.token, "Idempotency-Key": os.urandom(8).hex()}
        return self.client.post("/api/v1/dossiers", json=reception(), headers=headers)

    def form(self, address: str) -> dict[str, str]:
        from lxml import html

        tree = html.fromstring(self.client.get(address).text)
        return dict(next(fields_of(form) for form in tree.forms if "csrf_token" in fields_of(form)))


def told(answer: TestResponse, where: str) -> None:
    """503 with the time to come again and a sentence; nobody's fault is logged or shown."""
    assert answer.status_code == 503, (where, answer.status_code, answer.text[:500])
    assert 1 <= int(answer.headers["Retry-After"]) <= 60, where
    assert "Lỗi" not in answer.text and "fault" not in answer.text, where
    if where.startswith("/api"):
        assert answer.mimetype == "application/problem+json"
        assert answer.get_json()["code"].startswith(("database-", "storage-", "not-traced"))


@contextmanager
def demonstration(cluster: postgres.Cluster, home: Path, clock: TestClock) -> Iterator[tuple[Browser, str]]:
    url = cluster.server.create()
    offices.migrate(url)
    settings = offices.configured(home, url)
    with offices.opened(settings, clock) as office:
        Seed(office).demonstration()
        yield Browser(office, settings), url


def test_every_door_says_that_the_database_is_away_and_works_again_by_itself(
    cluster: postgres.Cluster, tmp_path: Path, clock: TestClock, caplog: pytest.LogCaptureFixture
) -> None:
    with demonstration(cluster, tmp_path / "home", clock) as (browser, url):
        fine = {door: browser.get(door).status_code for door in DOORS}
        assert max(fine.values()) < 500 and browser.receive().status_code == 201

        drop_connections(url)  # as when a pooler or a restart ended them: nobody notices
        assert {door: browser.get(door).status_code for door in DOORS} == fine
        drop_connections(url)
        assert browser.receive().status_code == 201

        cluster.stop()
        away = {door: browser.get(door) for door in DOORS}
        for door, answer in away.items():
            told(answer, door)
            assert "Tạm thời chưa phục vụ được" in answer.text or door.startswith("/api")
        told(browser.receive(), "/api/v1/dossiers")
        ready = browser.get("/readyz")
        assert (ready.status_code, ready.get_json()["migrations"]) == (503, "unknown")
        assert browser.get("/healthz").status_code == 200
        assert browser.get("/metrics").status_code in (200, 401, 404)
        assert not [
            record
            for record in caplog.records
            if record.levelname in ("ERROR", "CRITICAL") and "fault" in record.message
        ]

        cluster.start()
        assert {door: browser.get(door).status_code for door in DOORS} == fine
        assert browser.receive().status_code == 201
        assert browser.get("/readyz").status_code == 200


def test_every_door_says_that_sqlite_is_locked(
    demo_home: Callable[[], Settings], clock: TestClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "LOCK_TIMEOUT", 1)
    settings = demo_home()
    with offices.opened(settings, clock) as office:
        browser = Browser(office, settings)
        with held(settings.home / "motcua.db", 60, tmp_path):
            told(browser.receive(), "/api/v1/dossiers")
            assert browser.get("/readyz").status_code == 200  # reading goes on
            assert browser.get("/queue").status_code in (200, 503)  # what shows personal data leaves a trace first
            assert browser.get("/portal/").status_code == 200
        assert browser.receive().status_code == 201


@pytest.fixture
def demo_home(_templates: offices.Templates, tmp_path: Path) -> Callable[..., Settings]:
    """Settings for a copy of the demonstration on SQLite, in a folder that may be named."""

    def make(home: Path | None = None) -> Settings:
        template = _templates.get(None, seeded=True)
        home = template.copy_home(home or tmp_path / "home")
        template.copy_database(home)
        return offices.configured(home)

    return make


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder], capture_output=True, check=False)
    if made.returncode:
        absent("a small disk", "run as root, where a tmpfs may be mounted")
    yield folder
    subprocess.run(["umount", folder], check=True)


def fill(folder: Path) -> Path:
    """Takes what room is left."""
    file = folder / "filler"
    with file.open("wb", buffering=0) as filler, pytest.raises(OSError):
        for size in (65536, 512, 1):
            while True:
                try:
                    filler.write(b"x" * size)
                except OSError as error:
                    assert error.errno in FULL
                    break
        raise OSError
    return file


def files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def test_a_full_disk_is_told_and_leaves_nothing_half_written(
    demo_home: Callable[..., Settings], small_disk: Path, clock: TestClock
) -> None:
    settings = demo_home(small_disk / "home")
    with offices.opened(settings, clock) as office:
        browser = Browser(office, settings)
        code = browser.receive().get_json()["code"]
        assert browser.get("/readyz").status_code == 200
        filler = fill(small_disk)
        before = files(settings.home / "blobs")

        answer = _upload(browser, code)
        told(answer, "/api/v1/dossiers/…/documents")
        assert answer.get_json()["code"] == "storage-full"
        assert files(settings.home / "blobs") == before
        told(browser.receive(), "/api/v1/dossiers")
        listed, page = browser.get("/api/v1/dossiers"), browser.get("/dossiers")  # nobody reads of citizens unseen
        told(listed, "/api/v1/dossiers")
        told(page, "/dossiers")
        assert listed.get_json()["code"] == "not-traced"
        assert "the disk of the system is full" in messages.text(NotTracedFull(), "en")
        for text in (listed.get_json()["detail"], page.text):
            assert any(messages.text(NotTracedFull(), language) in text for language in ("vi", "en")), text[:500]
        assert browser.get("/api/v1/procedures").status_code == 200
        ready = browser.get("/readyz")
        assert ready.status_code == 503
        assert "the disk is full" in ready.get_json()["blobs"]

        filler.unlink()
        assert browser.get("/readyz").status_code == 200
        assert _upload(browser, code).status_code == 201
        assert browser.receive().status_code == 201


def _upload(browser: Browser, code: str) -> TestResponse:
    paper = PDF + b"%" + b"x" * 300_000
    data: dict[str, Any] = {"file": (io.BytesIO(paper), "to-khai.pdf"), "component": "to_khai"}
    headers = {**browser.token, "Idempotency-Key": os.urandom(8).hex()}
    return browser.client.post(f"/api/v1/dossiers/{code}/documents", data=data, headers=headers)


def test_a_write_that_breaks_off_leaves_no_file(
    office: Office, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFull):
        office.context.blobs.put(b"a paper")
    assert files(settings.home / "blobs") == set()
    monkeypatch.undo()
    name = office.context.blobs.put(b"a paper")
    assert office.context.blobs.get(name) == b"a paper"


def test_the_page_of_an_outage_needs_nothing_that_is_away(
    cluster: postgres.Cluster, tmp_path: Path, clock: TestClock
) -> None:
    """Neither who is there, nor how many tasks wait, nor the office's name is known to a process that has just started."""
    with demonstration(cluster, tmp_path / "home", clock) as (browser, url):
        settings = offices.configured(tmp_path / "home", url)
        with offices.opened(settings, clock) as fresh:
            doors = Client(motcua.wsgi.compose(fresh, settings), Response)
            cluster.stop()
            for address in ("/portal/", "/api/v1/tasks"):
                told(doors.get(address, headers=browser.token), address)
        task = browser.get("/queue")
        told(task, "/queue")
