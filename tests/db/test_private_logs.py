"""No log line holds what a person typed, whatever goes wrong and whoever writes it: each kind of error is forced."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import structlog
from flask.testing import FlaskClient
from pydantic import BaseModel
from redis import Redis
from sqlalchemy import text
from werkzeug.test import Client

from core.domain.loggable_errors import error_summary, error_traceback
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import Applicant, Reception
from core.settings import Settings
from motcua.wsgi import compose
from tests.support.forms import filled
from tests.support.staff import staff
from workers import context as contexts
from workers import jobs, relay, schedule
from workers.context import WorkerContext
from workers.rq_worker import OfficeJob

#: values no program writes by itself
WHO = Applicant("Đặng Thị Bíẩn", "001099654321", "0987654321", "bi.an@vi-du.example", "Ngõ Kín 77, phố Không Tên")
SECRET = "bí-mật-của-người-dân-4711"
PRIVATE = (
    *(value for name, value in asdict(WHO).items() if name not in ("tell_by", "language")),
    SECRET,
    "Bíẩn",
    "Ngõ Kín",
    "B\\u00ed\\u1ea9n",
)


class Typed(BaseModel):
    """Pydantic's errors quote the value."""

    number: int


def _stumbled(kind: str) -> Exception:
    """An error that quotes what it stumbled over, as its library words it."""
    said = f"{WHO.name} {WHO.identity_number} {WHO.phone} {WHO.email} {WHO.address} {SECRET}"
    try:
        match kind:
            case "key":
                raise KeyError(said)
            case "json":
                json.loads('{"x": ' + said)
            case "pydantic":
                Typed.model_validate({"number": said})
            case "unicode":
                said.encode("ascii")
            case "group":
                raise ExceptionGroup(said, [ValueError(said)])
            case "os":
                Path(f"/nowhere/{said}").read_bytes()
            case "cause":
                try:
                    raise ValueError(said)
                except ValueError as error:
                    raise RuntimeError(said) from error
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the test wants
        return error
    raise ValueError(said)


KINDS = ("key", "json", "pydantic", "unicode", "group", "os", "cause")


def nothing_private(lines: io.StringIO, at_least: str = "") -> None:
    logged = lines.getvalue()
    assert at_least in logged, logged
    found = [value for value in PRIVATE if value in logged]
    assert not found, f"{found} in {logged}"


@pytest.mark.parametrize("kind", KINDS)
def test_an_exception_is_told_without_its_words(lines: io.StringIO, kind: str) -> None:
    error = _stumbled(kind)
    logging.getLogger("some.library").error("it failed", exc_info=error)
    structlog.get_logger("ours").error("it_failed", exc_info=error)
    sys.excepthook(type(error), error, error.__traceback__)
    thread = threading.Thread(target=_raise, args=(error,))
    thread.start()
    thread.join()
    nothing_private(lines, type(error).__name__)
    assert "_stumbled" in lines.getvalue(), "where it happened is told"


def _raise(error: Exception) -> None:
    raise error


def test_a_log_call_that_is_wrong_itself_prints_nothing(lines: io.StringIO, capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("some.library").error("%s %s", SECRET)
    nothing_private(lines)
    assert SECRET not in "".join(capsys.readouterr())


@pytest.mark.usefixtures("database_url")
def test_the_databases_words_stay_out(demo: Office, lines: io.StringIO) -> None:
    """The driver quotes the row that breaks a rule, SQLAlchemy the parameters."""
    log = logging.getLogger("motcua.api")
    for sql in (
        "UPDATE person SET username = :email WHERE :name <> :secret",
        "SELECT CAST(:name AS no_such_type), :email, :secret",
        "SELECT :name FROM nowhere WHERE :email = :secret",
    ):
        try:
            with demo.context.work() as work:
                work.session.execute(text(sql), {"name": WHO.name, "email": WHO.email, "secret": SECRET})
        except Exception as error:
            log.error("fault", exc_info=error)
            assert "UPDATE" in error_summary(error) or "SELECT" in error_summary(error), (
                "the statement is code and helps"
            )
            assert WHO.email not in error_traceback(error)
    nothing_private(lines, "IntegrityError")


@pytest.fixture
def door(demo: Office, settings: Settings) -> FlaskClient:
    return Client(compose(demo, settings))  # type: ignore[return-value]


def received(demo: Office) -> str:
    form = demo.procedures.start_form("1.004873")
    assert form is not None
    command = Reception("1.004873", "H99.05", "counter", WHO, filled(form.schema), "counter")
    return demo.reception.receive(command, staff(demo, "receiver")).code


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_behind_any_door_is_logged_by_its_number_alone(
    door: Any, demo: Office, credentials: dict[str, Any], lines: io.StringIO, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    def fall(*_: Any, **__: Any) -> None:
        raise _stumbled(kind)

    for service, verb in (
        ("dossiers", "page"),
        ("dossiers", "lookup"),
        ("passwords", "authenticate"),
        ("reception", "receive"),
    ):
        monkeypatch.setattr(type(getattr(demo, service)), verb, fall)
    bearer = {"Authorization": f"Bearer {credentials['tokens']['receiver']}"}
    body = {
        "procedure": "1.004873", "unit": "H99.05.01", "channel": "counter", "return_by": "counter",
        "applicant": asdict(WHO), "data": {"residence": WHO.address},
    }  # fmt: skip
    answers = [
        door.get(f"/api/v1/dossiers?search={WHO.name}", headers=bearer),
        door.post("/api/v1/dossiers", json=body, headers=bearer),
        door.get(f"/api/v1/{WHO.name}/{SECRET}?x={WHO.phone}", headers=bearer),
        door.post("/portal/track", data={"code": WHO.identity_number, "secret": SECRET}),
        door.post("/login", data={"username": WHO.name, "password": SECRET}),
        door.get(f"/{WHO.email}/{SECRET}"),
        door.post(
            "/api/v1/dossiers", data=f'{{"{SECRET}": {WHO.name}', headers=bearer, content_type="application/json"
        ),
    ]
    assert 500 in {answer.status_code for answer in answers}
    nothing_private(lines, "fault")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("where", ["acting", "answering"])
def test_a_job_that_falls_tells_neither_its_log_nor_the_queue_server(
    demo: Office, settings: Settings, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch, kind: str, where: str
) -> None:
    def fall(*_: Any, **__: Any) -> None:
        raise _stumbled(kind)

    received(demo)
    if where == "acting":
        monkeypatch.setattr("workers.notification.letters.written", fall)
    else:
        monkeypatch.setattr(type(demo.outbox), "succeeded", fall)
        monkeypatch.setattr(type(demo.outbox), "failed", fall)
    contexts.set_current(WorkerContext(demo, settings.but(smtp_url="smtp://127.0.0.1:1")))
    try:
        for row in demo.outbox.due():
            ended = _performed(relay.job_function(row.topic), row.id)
            assert not [value for value in PRIVATE if value in ended]
    finally:
        contexts._current.clear()
    nothing_private(lines, "call_fault" if where == "acting" else "job_failed")


def _performed(function: str, row: UUID) -> str:
    """What RQ would log and keep of the job's end."""
    job = OfficeJob.create(function, args=(str(row),), connection=Redis())
    try:
        job.perform()
    except Exception as error:  # noqa: BLE001
        return f"{error!r} {error.__cause__!r} {'' if error.__suppress_context__ else repr(error.__context__)}"
    return ""


@pytest.mark.parametrize("kind", KINDS)
def test_what_happens_because_time_passes_is_as_discreet(
    demo: Office, settings: Settings, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    def fall(*_: Any, **__: Any) -> None:
        raise _stumbled(kind)

    monkeypatch.setattr(type(demo.outbox), "due", fall)
    monkeypatch.setattr("workers.relay.reachable", lambda _redis: True)
    monkeypatch.setattr("workers.relay.rows_in", lambda _queue: set())
    monkeypatch.setattr("workers.relay.queue_server.spoils", lambda _error: False)
    monkeypatch.setattr(relay, "IDLE", 0.0)
    assert relay._turned(demo, _Nothing()) == 0
    periodic = schedule.Periodic("trial", schedule.ScheduleThread.OFFICE, 1, fall)
    assert not schedule.once(WorkerContext(demo, settings), _Nothing(), periodic)
    nothing_private(lines, "periodic_failed")


class _Nothing:
    """A queue nobody looks into."""

    connection = None

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_, **__: None


def test_calls_outside_are_logged_without_whom_they_are_about(
    demo: Office, settings: Settings, lines: io.StringIO
) -> None:
    """Nobody listens at any of the addresses, so every call fails in its own words."""
    received(demo)
    pointed = settings.but(
        smtp_url="smtp://127.0.0.1:1", postal_url="http://127.0.0.1:1", postal_key=f"customer:{SECRET}",
        records_url="http://127.0.0.1:1", records_key=f"client:{SECRET}",
    )  # fmt: skip
    contexts.set_current(WorkerContext(demo, pointed))
    try:
        for row in demo.outbox.due():
            getattr(jobs, relay.job_function(row.topic).rpartition(".")[2])(str(row.id))
    finally:
        contexts._current.clear()
    assert demo.incidents.page(SYSTEM) is not None
    nothing_private(lines, "call_failed")


def test_a_command_that_falls_tells_where_and_not_about_whom() -> None:
    """The interpreter prints an exception's words; a process of ours does not."""
    falling = (
        "import sys, core.services.feel_console as e\n"
        f"def fall(*_, **__): raise RuntimeError({WHO.name!r})\n"
        "e.evaluate = fall\n"
        "sys.argv = ['motcua', 'feel', '1']\n"
        "from motcua.cli import main\n"
        "main()\n"
    )
    ended = subprocess.run([sys.executable, "-c", falling], capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode == 1
    assert "RuntimeError" in ended.stderr and "fall" in ended.stderr
    assert not [value for value in PRIVATE if value in ended.stderr + ended.stdout]
