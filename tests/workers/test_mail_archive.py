"""A letter that was accepted just before its worker died is found in the mail server's own mailbox (Dovecot)."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from rq import Queue

from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.settings import Settings
from motcua.environment import environment
from tests.support import dovecot
from tests.support.clock import TestClock
from tests.support.dovecot import Archive
from tests.support.processes import free_port, start, wait_until
from tests.workers import procedures
from tests.workers.processes import child_command, worker_burst
from workers import relay
from workers.notification import archive as archives

#: A worker that dies by kill -9 as soon as the mail server has said yes.
DYING = """
import os, signal
import workers.main
from workers.notification import mailer
from workers.settings import read

deliver = mailer.deliver

def accepted(*arguments):
    deliver(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)

mailer.deliver = accepted
workers.main.run(read())
"""


@pytest.fixture
def archive() -> Iterator[Archive]:
    folder = Path(tempfile.mkdtemp(prefix="imap-"))  # pytest's own folders are closed to other accounts
    folder.chmod(0o755)
    try:
        with dovecot.running(folder) as made:
            yield made
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class MailServer:
    """Takes every letter, and keeps a copy in the archive."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.taken: list[str] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self.taken.append(str(message_from_bytes(content, policy=default)["Message-ID"]))
        self.archive.keep(content)
        return "250 OK"


@pytest.fixture
def server(archive: Archive) -> Iterator[tuple[MailServer, str]]:
    taking = MailServer(archive)
    controller = Controller(taking, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield taking, f"smtp://127.0.0.1:{controller.port}"
    controller.stop()


@pytest.fixture
def queue(redis_url: str) -> Iterator[Queue]:
    from redis import Redis

    with Redis.from_url(redis_url) as redis:
        yield relay.calls(redis)


@pytest.mark.parametrize(("with_archive", "letters"), [(True, 1), (False, 2)])
def test_a_letter_accepted_before_the_kill(
    demo: Office,
    settings: Settings,
    queue: Queue,
    clock: TestClock,
    server: tuple[MailServer, str],
    tmp_path: Path,
    with_archive: bool,
    letters: int,
) -> None:
    taking, smtp = server
    pointed = settings.but(smtp_url=smtp, mail_archive_url=taking.archive.url if with_archive else "")
    how = {"inputs": {"to": '"applicant"', "subject": '"Mời bổ sung"', "text": '"Mời nộp."'}}
    procedures.deploy(demo, procedures.diagram("notify.send", **how))
    code = procedures.receive(demo).code
    call = [row.id for row in demo.outbox.due() if row.topic == "notify.send"][-1]  # before it: the letter of reception
    relay.enqueue(queue, call, "workers.jobs.call")
    dying = start(child_command(DYING), tmp_path / "dying.log", env=environment(pointed))
    wait_until(lambda: dying.poll() is not None, "the death of the worker", log=tmp_path / "dying.log")
    assert len(taking.taken) == 1
    clock.advance(minutes=6)
    relay.enqueue(queue, call, "workers.jobs.call")
    worker_burst(pointed)
    kinds = [event.kind for event in demo.dossiers.history(code, SYSTEM)]
    assert kinds.count("worker.call.succeeded") == 1
    assert len(taking.taken) == letters and len(set(taking.taken)) == 1


def test_what_the_archive_holds(archive: Archive) -> None:
    archive.keep(b"Message-ID: <1@example.vn>\r\nSubject: a\r\n\r\nb\r\n")
    assert archives.holds(archive.url, "<1@example.vn>")
    assert not archives.holds(archive.url, "<2@example.vn>")
    assert not archives.holds("", "<1@example.vn>")


def test_an_archive_that_does_not_answer_holds_no_letter_up(archive: Archive) -> None:
    archive.keep(b"Message-ID: <1@example.vn>\r\n\r\nb\r\n")
    for wrong in (
        archive.url.replace("bi-mat", "sai"),
        archive.url.replace("/Sent", "/Nowhere"),
        f"imap://u:p@127.0.0.1:{free_port()}/Sent",
        archive.url.replace("imap:", "imaps:"),
    ):
        assert not archives.holds(wrong, "<1@example.vn>")
