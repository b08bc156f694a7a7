"""Carries out one outbox row: lease, act, tell the office. The only place that turns errors into retries.

Why repeating is safe: the lease in the database lets one worker in; the outside system gets the row's idempotency
key; the office takes the first answer and ignores a second one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import structlog

from core.services.outside.pace import SLOW
from workers import heartbeat
from workers.context import WorkerContext, current_context
from workers.errors import CredentialsRefused, MessageRefused, NotNow, OutsideError, Refused, Unavailable
from workers.queues import JOB_SECONDS

if TYPE_CHECKING:
    from core.services.views.jobs import Job

#: Makes one call of an outside system and returns the values the diagram gets. Raises :class:`OutsideError`.
HandlerFunction = Callable[["Job", WorkerContext], Mapping[str, Any]]
_log = structlog.get_logger(__name__)


def carry_out(row: str, act: HandlerFunction) -> None:
    """Carries out the outbox row with the id ``row``; does nothing when it is done or with another worker."""
    ctx = current_context()
    job = ctx.office.outbox.lease(UUID(row))
    if job is None:
        return
    with _at_work(job, ctx):
        try:
            result = _acted(job, ctx, act)
        except NotNow as later:
            ctx.office.outbox.postpone(job, later.seconds, str(later))
        except OutsideError as error:
            _report(job, ctx, error)
        else:
            ctx.office.outbox.succeeded(job, dict(result))
            ctx.office.breakers.served(job)


def carry_out_inside(row: str, act: Callable[[Job, WorkerContext], object]) -> None:
    """Carries out a row whose work is inside the office: ``act`` closes the row itself; if it raises, the row is tried again."""
    # Begins like :func:`carry_out`, but closes nothing on success and retries every exception.
    ctx = current_context()
    job = ctx.office.outbox.lease(UUID(row))
    if job is None:
        return
    with _at_work(job, ctx):
        try:
            act(job, ctx)
        except Exception:  # noqa: BLE001 - what it was is in the log, and the row waits for another try
            _report(job, ctx, _fault())


@contextmanager
def _at_work(job: Job, ctx: WorkerContext) -> Iterator[None]:
    """Renews the row's lease while its call runs; log lines meanwhile name row, topic and dossier."""
    named = structlog.contextvars.bound_contextvars(outbox=str(job.id), topic=job.topic, dossier=job.dossier)
    began = time.monotonic()
    with named, _renewing(job, ctx):
        yield
    if job.slow and time.monotonic() - began < SLOW:
        ctx.office.pace.quick(job)
    elif job.slow:
        ctx.office.pace.freed()


def _renewing(job: Job, ctx: WorkerContext) -> AbstractContextManager[None]:
    """Renews the job's lease, and says when it is slow."""
    office = ctx.office
    return heartbeat.beating(lambda: office.outbox.renew(job), JOB_SECONDS, slow=lambda: office.pace.slow(job))


def _acted(job: Job, ctx: WorkerContext, act: HandlerFunction) -> Mapping[str, Any]:
    """The result of ``act``. A bug of our own becomes an :class:`OutsideError` that is retried and then shown by a reference."""
    try:
        return act(job, ctx)
    except (OutsideError, NotNow):
        raise
    except Exception as error:
        raise _fault() from error


def _fault() -> OutsideError:
    """Logs the exception being handled under a reference, and returns the error that shows people this reference."""
    reference = uuid4().hex[:8]
    _log.exception("call_fault", reference=reference)
    return OutsideError("fault", reference=reference)


def _report(job: Job, ctx: WorkerContext, error: OutsideError) -> None:
    text = error.text(ctx.settings.language)
    _log.warning("call_failed", code=error.code, retry=error.retry, attempt=job.attempts)
    if isinstance(error, Refused) and error.fault:
        ctx.office.outbox.bpmn_error(job, error.fault, text, answer=error.answer)
        ctx.office.breakers.served(job)
    else:
        job = job if error.called == "" else replace(job, system=error.called)
        redacted = error.redacted(ctx.settings.language)
        ctx.office.outbox.failed(job, text, retry=error.retry, redacted=redacted, answer=error.answer)
        said = {language: error.redacted(language) for language in ("vi", "en")}
        if isinstance(error, Unavailable | CredentialsRefused):
            ctx.office.breakers.out_of_service(job, said)
        elif isinstance(error, MessageRefused):
            ctx.office.breakers.served(job)
        elif isinstance(error, Refused):
            ctx.office.breakers.refused(job, said)
