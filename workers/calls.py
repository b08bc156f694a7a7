"""Carries out one outbox row: lease, act, tell the office. The only place that turns errors into retries.

Why repeating is safe: the lease in the database lets one worker in; the outside system gets the row's idempotency
key; the office takes the first answer and ignores a second one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import structlog

from workers import heartbeat
from workers.desk import Desk, desk
from workers.errors import OutsideError, Refused, Unavailable
from workers.queues import JOB_SECONDS

if TYPE_CHECKING:
    from core.services.views.jobs import Job

#: Does one call and returns the values the diagram gets. Raises :class:`OutsideError`.
Act = Callable[["Job", Desk], Mapping[str, Any]]
_log = structlog.get_logger(__name__)


def carry_out(row: str, act: Act) -> None:
    """Carries out the outbox row with the id ``row``; does nothing when it is done or with another worker."""
    held = desk()
    job = held.office.outbox.lease(UUID(row))
    if job is None:
        return
    with _at_work(job, held):
        try:
            result = _acted(job, held, act)
        except OutsideError as error:
            _report(job, held, error)
        else:
            held.office.outbox.succeeded(job, dict(result))


def settle(row: str, act: Callable[[Job, Desk], object]) -> None:
    """Carries out a row that means work inside the office: ``act`` itself closes it, or leaves it for another try."""
    # It begins as :func:`carry_out` does; what it does with an end and with a fault is its own.
    held = desk()
    job = held.office.outbox.lease(UUID(row))
    if job is None:
        return
    with _at_work(job, held):
        try:
            act(job, held)
        except Exception:  # noqa: BLE001 - what it was is in the log, and the row waits for another try
            _report(job, held, _fault())


@contextmanager
def _at_work(job: Job, held: Desk) -> Iterator[None]:
    """Holds the row while its call goes on; what is logged meanwhile says whose it is."""
    named = structlog.contextvars.bound_contextvars(outbox=str(job.id), topic=job.topic, dossier=job.dossier)
    with named, heartbeat.beating(lambda: held.office.outbox.renew(job), JOB_SECONDS):
        yield


def _acted(job: Job, held: Desk, act: Act) -> Mapping[str, Any]:
    """The result of ``act``; a fault of our own becomes one that is tried again and then shown with a reference."""
    try:
        return act(job, held)
    except OutsideError:
        raise
    except Exception as error:
        raise _fault() from error


def _fault() -> OutsideError:
    """The error that stands for the one being handled; the log has that one, with the reference people are shown."""
    reference = uuid4().hex[:8]
    _log.exception("call_fault", reference=reference)
    return Unavailable("fault", reference=reference)


def _report(job: Job, held: Desk, error: OutsideError) -> None:
    text = error.text(held.settings.language)
    _log.warning("call_failed", code=error.code, retry=error.retry, attempt=job.attempts)
    if isinstance(error, Refused) and error.fault:
        held.office.outbox.bpmn_error(job, error.fault, text)
    else:
        redacted = error.redacted(held.settings.language)
        held.office.outbox.failed(job, text, retry=error.retry, redacted=redacted)
