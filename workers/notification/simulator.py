"""A mail server that keeps every letter as a file and shows them on a page, so that a newcomer sees the post.

It misbehaves when told (``POST /_control`` of its page, see :mod:`workers.simulation`): ``down`` hangs up, ``error``
says 451, ``reject`` 550 5.1.1 or the ``code`` and ``message`` it was told, ``nonsense`` babbles, ``slow`` answers late. It relays nothing to anybody.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import threading
import time
import weakref
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask, Response, abort, jsonify, render_template_string

from core.adapters import clock as machine
from core.domain.text import plain_letters
from workers.connector import Bilingual, Simulator, SimulatorPage
from workers.notification import message_simulator, push_simulator
from workers.simulation import KEY, Behaviour, Control, Served, simulator

Result = TypeVar("Result")

PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Hộp thư thử nghiệm</title></head>
<body style="font-family:sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#1c2430">
<h1>Hộp thư thử nghiệm</h1>
<p>Thư hệ thống gửi đi được giữ lại ở đây; không thư nào ra ngoài.</p>
{% if letters %}
<table style="border-collapse:collapse;width:100%"><thead><tr style="text-align:left">
<th>Giờ gửi</th><th>Người nhận</th><th>Tiêu đề</th></tr></thead><tbody>
{% for letter in letters %}
<tr style="border-top:1px solid #ccd"><td>{{ letter.date }}</td><td>{{ letter.to }}</td>
<td><a href="letters/{{ letter.id }}">{{ letter.subject }}</a></td></tr>
{% endfor %}
</tbody></table>
{% else %}
<p>Chưa có thư nào. Tiếp nhận một hồ sơ có địa chỉ thư điện tử để nhận lá thư đầu tiên.</p>
{% endif %}
</body></html>"""

LETTER = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{ letter.subject }}</title></head>
<body style="font-family:sans-serif;max-width:50em;margin:2em auto;padding:0 1em;color:#1c2430">
<p><a href="../">← Hộp thư</a></p>
<h1 style="font-size:1.4em">{{ letter.subject }}</h1>
<p>Gửi: {{ letter.to }}<br>Từ: {{ letter.from }}<br>{{ letter.date }}</p>
<pre style="white-space:pre-wrap;font-family:inherit;font-size:1em">{{ letter.text }}</pre>
</body></html>"""


class Mailbox:
    """Letters as ``.eml`` files in a folder, one per Message-ID, newest first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, content: bytes) -> None:
        """Keeps a letter; the same Message-ID again replaces it."""
        mail = message_from_bytes(content, policy=default)
        name = hashlib.sha256(str(mail["Message-ID"] or content).encode()).hexdigest()[:24]
        partial = self.folder / f".{name}.{os.getpid()}.{time.monotonic_ns()}"
        partial.write_bytes(content)
        partial.replace(self.folder / f"{name}.eml")

    def letters(self) -> list[dict[str, str]]:
        """What the page and the JSON list show."""
        files = sorted(self.folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
        return [_shown(file) for file in files]

    def find(self, name: str) -> dict[str, str] | None:
        """One letter by its id; None when there is none."""
        return next((_shown(file) for file in self.folder.glob("*.eml") if file.stem == name), None)


def _shown(file: Path) -> dict[str, str]:
    mail: Any = message_from_bytes(file.read_bytes(), policy=default)
    body = mail.get_body(("plain",)) if isinstance(mail, EmailMessage) else None
    headers = {name.lower(): str(make_header(decode_header(str(mail[name] or "")))) for name in _HEADERS}
    return {"id": file.stem, **headers, "text": body.get_content() if body else ""}


_HEADERS = ("Subject", "From", "To", "Date", "Reply-To", "Message-ID")


class Handler:
    """Takes letters in, or does not, as the control says."""

    def __init__(self, mailbox: Mailbox, behaviour: Behaviour) -> None:
        self.mailbox = mailbox
        self.behaviour = behaviour

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        control = self.behaviour.next("/rcpt")
        self.behaviour.note({"rcpt": address, "mode": control.mode, "at": machine.system_clock().isoformat()})
        match control.mode:
            case "down":
                transport: Any = server.transport
                transport.abort()
                return "421 closing"
            case "slow":
                await asyncio.sleep(control.delay)
            case "error":
                return "451 4.3.0 try again later"
            case "reject":
                return _refusal(control)
            case "nonsense":
                return "bananas are yellow"
            case _:
                pass
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        self.mailbox.put(content if isinstance(content, bytes) else (content or "").encode())
        return "250 kept"


def _refusal(control: Control) -> str:
    """The answer to a recipient that is refused: as the control says, on one line. ``code``: ``550``, or ``550 5.1.1``."""
    told = control.model_fields_set
    code = control.code if "code" in told else "550 5.1.1"
    code = code if code[:3].isdigit() else f"550 {code}"
    message = control.message if "message" in told else "no such mailbox"
    return plain_letters(" ".join(f"{code} {message}".split())).encode("ascii", "replace").decode()


class MailServer(AbstractContextManager["MailServer"]):
    """The SMTP side, on a port of this machine (0: a free one), in a thread, until the block ends."""

    def __init__(self, mailbox: Mailbox, behaviour: Behaviour, port: int = 0) -> None:
        """Raises ``OSError`` when the port is busy."""
        self._loop = asyncio.new_event_loop()
        self._handler = Handler(mailbox, behaviour)
        self._conversations = weakref.WeakSet[SMTP]()
        self._thread = threading.Thread(target=self._loop.run_forever, name="simulator-smtp", daemon=True)
        self._thread.start()
        try:
            self._server = self._there(self._loop.create_server(self._conversation, "127.0.0.1", port))
        except OSError:
            self._end()
            raise

    @property
    def url(self) -> str:
        """The address for ``MOTCUA_SMTP_URL``."""
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def port(self) -> int:
        """The port it listens on."""
        number: int = self._server.sockets[0].getsockname()[1]
        return number

    def __enter__(self) -> MailServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._there(self._close())
        self._end()

    def _there(self, work: Coroutine[Any, Any, Result]) -> Result:
        """The result of what is done in the server's own thread; the caller's may have a loop of its own."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=5)

    def _end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)
        self._loop.close()

    def _conversation(self) -> SMTP:
        begun = SMTP(self._handler, hostname="localhost", loop=self._loop, enable_SMTPUTF8=True)
        self._conversations.add(begun)
        return begun

    async def _close(self) -> None:
        """Stops listening and ends the conversations that are still going on, their connections included."""
        for listening in self._server.sockets:
            self._loop.remove_reader(listening)
        await _rounds()  # a connection that was accepted and has no conversation yet would be forgotten open
        self._server.close()
        for conversation in self._conversations:
            if isinstance(conversation.transport, asyncio.WriteTransport):
                conversation.transport.abort()  # which cancels its task
        await _rounds()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others, return_exceptions=True)


async def _rounds() -> None:
    """Lets the event loop begin and end connections; each takes two rounds."""
    for _ in range(3):
        await asyncio.sleep(0)


def create_app(mailbox: Mailbox) -> Flask:
    """The page ``/``, a letter ``/letters/<id>``, and both as JSON under ``/letters.json``."""
    app = simulator("simulator-mail")
    app.add_url_rule("/", "page", lambda: render_template_string(PAGE, letters=mailbox.letters()))
    app.add_url_rule("/letters.json", "list", lambda: jsonify(mailbox.letters()))
    app.add_url_rule("/letters/<name>", "letter", lambda name: _letter(mailbox, name))
    return app


def _letter(mailbox: Mailbox, name: str) -> str | Response:
    found = mailbox.find(name)
    if found is None:
        abort(404)
    return render_template_string(LETTER, letter=found)


@contextmanager
def _run(home: Path, ports: Mapping[str, int], pace: float) -> Iterator[Mapping[str, int]]:
    mailbox = Mailbox(home / "mail")
    with (
        Served(create_app(mailbox), ports["mail"]) as page,
        MailServer(mailbox, page.behaviour, ports["smtp"]) as server,
        Served(message_simulator.create_app(), ports["messages"]) as messages,
        Served(push_simulator.create_app(), ports["push"]) as push,
    ):
        yield {"smtp": server.port, "mail": page.port, "messages": messages.port, "push": push.port}


def _settings(ports: Mapping[str, int]) -> Mapping[str, str]:
    messages = f"http://127.0.0.1:{ports['messages']}"
    return {
        "smtp_url": f"smtp://127.0.0.1:{ports['smtp']}",
        "sms_url": messages,
        "sms_key": KEY,
        "sms_sender": "UBNDXAMAU",
        "oa_url": messages,
        "oa_token": message_simulator.TOKEN,
        "oa_template": message_simulator.TEMPLATE,
        "message_callback_secret": message_simulator.SECRET,
        "push_key": push_simulator.KEY,
        "push_networks": "127.0.0.0/8",
    }


SIMULATOR = Simulator(
    ports=("smtp", "mail", "messages", "push"),
    run=_run,
    settings=_settings,
    pages={
        "mail_page": SimulatorPage("mail", Bilingual(en="letters sent", vi="Thư đã gửi")),
        "messages_page": SimulatorPage("messages", Bilingual(en="messages sent", vi="Tin nhắn đã gửi")),
        "push_page": SimulatorPage("push", Bilingual(en="notices on devices", vi="Thông báo trên thiết bị")),
    },
)
