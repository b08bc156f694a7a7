"""Probes for operators: ``/healthz`` (the process answers), ``/readyz`` (it can work), ``/metrics``.

The first two are public and give no details; why a check fails is in the log, in the output of ``motcua doctor`` and on the
administration page. ``/metrics`` requires the secret in ``MOTCUA_METRICS_TOKEN``; without that setting it does not exist.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterable
from hmac import compare_digest
from typing import TYPE_CHECKING, Any

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
    values,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from werkzeug.wrappers import Request, Response

from core.services.health import FINE, public, ready
from motcua.outside_metrics import OutsideCollector
from motcua.webhook_metrics import WebhookCollector

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from core.services.office import Office

log = logging.getLogger("motcua.probes")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
REQUESTS = Counter("motcua_requests_total", "Requests answered", ["door", "method", "status"])
SECONDS = Histogram("motcua_request_seconds", "Time to answer", ["door"], buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10))


class _Checks(Collector):
    """The checks as they are at this moment: no figure of one process, so they are in no process's file."""

    def __init__(self, checks: dict[str, str]) -> None:
        self._checks = checks

    def collect(self) -> Iterable[Metric]:
        gauge = GaugeMetricFamily("motcua_check", "1: fine; 0: not (see motcua doctor)", labels=["check"])
        for name, text in self._checks.items():
            gauge.add_metric([name], float(text == FINE))
        yield gauge


class Probes:
    """WSGI middleware: answers the probes itself and counts what passes through."""

    def __init__(self, doors: WSGIApplication, office: Office, metrics_token: str = "") -> None:
        self._doors = doors
        self._office = office
        self._token = metrics_token
        self._told: dict[str, str] = {}
        self._probes: dict[str, Callable[[Request], Response]] = {"/healthz": _alive, "/readyz": self._ready}
        if metrics_token:
            self._probes["/metrics"] = self._metrics

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if probe := self._probes.get(path):
            request = Request(environ)
            answer = probe(request) if request.method in ("GET", "HEAD") else _not_offered()
            return answer(environ, start_response)
        return self._counted(_door(path), environ, start_response)

    def _counted(self, door: str, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        begun = time.perf_counter()
        method = environ["REQUEST_METHOD"] if environ["REQUEST_METHOD"] in METHODS else "other"

        def started(status: str, headers: list[tuple[str, str]], error: Any = None) -> Callable[[bytes], object]:
            REQUESTS.labels(door, method, status[:3]).inc()
            SECONDS.labels(door).observe(time.perf_counter() - begun)
            return start_response(status, headers, error) if error else start_response(status, headers)

        return self._doors(environ, started)

    def _ready(self, _request: Request) -> Response:
        checks = self._office.health.checks()
        self._tell(checks)
        return _json(public(checks), 200 if ready(checks) else 503)

    def _tell(self, checks: dict[str, str]) -> None:
        """Logs what changed since the probe was last asked."""
        failing = {name: text for name, text in checks.items() if text != FINE}
        if failing != self._told:
            log.warning("checks that fail: %s", failing or "none any more")
            self._told = failing

    def _metrics(self, request: Request) -> Response:
        sent = request.authorization
        if (
            sent is None
            or sent.type != "bearer"
            or not compare_digest((sent.token or "").encode(), self._token.encode())
        ):
            return Response(status=401, headers={"WWW-Authenticate": "Bearer"})
        office = CollectorRegistry()
        checks = self._office.health.checks()
        office.register(_Checks(checks))
        if checks.get("migrations") == FINE:
            office.register(OutsideCollector(*self._office.outside_systems.figures(), self._office.context.now()))
            office.register(WebhookCollector(self._office.webhook_counts.figures(), self._office.context.now()))
        return Response(generate_latest(_counters()) + generate_latest(office), content_type=CONTENT_TYPE_LATEST)


def _door(path: str) -> str:
    return next(
        (name for prefix, name in (("/api/v1", "api"), ("/portal", "portal")) if path.startswith(prefix)), "admin"
    )


def _alive(_request: Request) -> Response:
    return _json({"ok": True}, 200)


def _not_offered() -> Response:
    return Response(status=405, headers={"Allow": "GET, HEAD"})


def _json(value: Any, status: int) -> Response:
    return Response(
        json.dumps(value, default=str), status, content_type="application/json", headers={"Cache-Control": "no-store"}
    )


def _counters() -> CollectorRegistry:
    """The counters of this process, or of all processes of the server when it has several."""
    if values.ValueClass is values.MutexValue:
        return REGISTRY
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry
