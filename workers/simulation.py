"""What all simulators share: a small HTTP server that can be told to misbehave and tells what it was asked.

``POST /_control {"mode": "ok|down|slow|error|nonsense|reject", "times": n, "delay": seconds, "path": "/order"}`` makes
the next ``times`` requests (all, without it) to paths that start so fail that way; ``GET /_log`` lists the requests.
``down`` breaks the connection before anything is done; ``slow`` does it and answers late. For demonstrations and
tests only: it binds to this machine and checks no rights beyond those of the system it plays.
"""

from __future__ import annotations

import socket
import threading
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Literal

from flask import Flask, Response, jsonify, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.serving import BaseWSGIServer, make_server

from core.adapters import clock as machine

LOG_LENGTH = 1000
#: What simulators accept as name and secret.
KEY = "simulator:simulator"
#: The folder of the data folder in which they keep what they were told.
KEPT = "simulators"


#: what is said to a control that says nothing
CONTROL_NEEDED = (
    'Cần JSON có "mode": "ok", "down", "slow", "error", "nonsense" hoặc "reject"; có thể thêm "times", "delay", "path", '
    '"code", "message". Gửi {"mode": "ok"} để hết sự cố. / A JSON object with "mode" is needed.'
)


class Control(BaseModel):
    """How to misbehave. ``code`` and ``message`` are the reason a ``reject`` gives; of the mail server ``code`` is an SMTP code,
    such as ``550 5.1.1``."""

    model_config = ConfigDict(extra="forbid")

    mode: Literal["ok", "down", "slow", "error", "nonsense", "reject"] = "ok"
    times: int | None = Field(default=None, ge=0)
    delay: float = Field(default=5.0, ge=0, le=600)
    path: str = "/"
    code: str = "REJECTED"
    message: str = "Yêu cầu bị từ chối."


@dataclass(slots=True)
class Behaviour:
    """The misbehaviour in force and the log of requests; safe for threads."""

    control: Control = field(default_factory=Control)
    log: list[dict[str, Any]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self, path: str) -> Control:
        """How this request is to be treated; uses up one of ``times``."""
        with self.lock:
            asked = self.control
            if asked.mode == "ok" or not path.startswith(asked.path) or asked.times == 0:
                return Control()
            if asked.times is not None:
                self.control = asked.model_copy(update={"times": asked.times - 1})
            return asked

    def note(self, entry: dict[str, Any]) -> None:
        with self.lock:
            self.log.append(entry)
            del self.log[:-LOG_LENGTH]


def simulator(name: str) -> Flask:
    """A Flask application that misbehaves on demand; the caller adds the routes of the system it plays."""
    app = Flask(name, static_folder=None)
    behaviour = Behaviour()
    app.extensions["behaviour"] = behaviour
    app.before_request(lambda: _before(behaviour))
    app.after_request(lambda response: _after(response, behaviour))
    app.add_url_rule("/_control", "control", lambda: _set_control(behaviour), methods=["POST"])
    app.add_url_rule("/_log", "log", lambda: jsonify(behaviour.log))
    app.wsgi_app = _Controls(app.wsgi_app)  # type: ignore[method-assign]
    return app


class _Controls:
    """Lets the control addresses stand below every address the system is known by, such as ``…/api/_control``: people append
    them to what ``simulators.json`` tells."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """A WSGI application."""
        last = environ.get("PATH_INFO", "").rpartition("/")[2]
        if last.startswith("_"):
            environ["PATH_INFO"] = f"/{last}"
        return self._inner(environ, start_response)


def refusal(status: int, code: str, message: str) -> Response:
    """An answer that says no and why."""
    response = jsonify(code=code, message=message)
    response.status_code = status
    return response


def _before(behaviour: Behaviour) -> Response | None:
    if request.path.startswith("/_"):
        return None
    control = behaviour.next(request.path)
    request.environ["motcua.control"] = control
    match control.mode:
        case "down":
            _hang_up()
            return Response(status=503)
        case "error":
            return refusal(503, "MAINTENANCE", "Hệ thống đang bảo trì.")
        case "nonsense":
            return Response("<html><body>Trang này không phải JSON</body></html>", content_type="text/html")
        case "reject":
            return refusal(422, control.code, control.message)
        case _:
            return None


def _after(response: Response, behaviour: Behaviour) -> Response:
    control = request.environ.get("motcua.control")
    if control is None:
        return response
    body = request.get_json(silent=True)
    entry = {"method": request.method, "path": request.path, "query": request.args.to_dict(), "body": body}
    key, at = request.headers.get("Idempotency-Key", ""), machine.system_clock().isoformat()
    behaviour.note({**entry, "key": key, "mode": control.mode, "status": response.status_code, "at": at})
    if control.mode == "slow":
        time.sleep(control.delay)
    return response


def _hang_up() -> None:
    """Breaks the connection without an answer, as a machine that goes down does."""
    connection: socket.socket = request.environ["werkzeug.socket"]
    connection.shutdown(socket.SHUT_RDWR)


def _set_control(behaviour: Behaviour) -> Response:
    given = request.get_json(silent=True)
    if not isinstance(given, dict) or "mode" not in given:  # an empty body would quietly set everything right again
        return refusal(422, "CONTROL_INVALID", CONTROL_NEEDED)
    try:
        control = Control.model_validate(given)
    except ValidationError as error:
        return refusal(422, "CONTROL_INVALID", str(error.errors(include_url=False, include_input=False)[0]["msg"]))
    with behaviour.lock:
        behaviour.control = control
    return jsonify(control.model_dump())


class Served(AbstractContextManager["Served"]):
    """An application on a port of this machine (0: a free one), in a thread, until the block ends."""

    def __init__(self, app: Flask, port: int = 0) -> None:
        """Raises ``SystemExit`` through werkzeug's message when the port is busy."""
        self.app = app
        self._server: BaseWSGIServer = make_server("127.0.0.1", port, app, threaded=True)
        self._thread = threading.Thread(target=self._server.serve_forever, name=app.name, daemon=True)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._server.server_port

    @property
    def url(self) -> str:
        """The base address, without a trailing slash."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def behaviour(self) -> Behaviour:
        found: Behaviour = self.app.extensions["behaviour"]
        return found

    def __enter__(self) -> Served:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join(timeout=5)
        self._server.server_close()
