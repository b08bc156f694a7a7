"""The job functions, one a topic: an id in, everything else over the office.

Every body is one line on purpose; :mod:`workers.queues` lists these and nothing else may run.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from workers import message_delivery as between
from workers.calls import carry_out, settle
from workers.desk import Desk, desk
from workers.errors import NotConfigured
from workers.notification.sending import send
from workers.postal import delivery
from workers.records import documents
from workers.records.status import synchronise

if TYPE_CHECKING:
    from core.services.views.jobs import Job


def postal_return(row: str) -> None:
    """Hands a result to the post. Safe to repeat: the post knows the order's number."""
    carry_out(row, delivery.hand_over, delivery.ERRORS)


def notify_send(row: str) -> None:
    """Sends a letter by e-mail. A repeat carries the same Message-ID."""
    carry_out(row, send)


def records_status(row: str) -> None:
    """Tells the national axis a dossier's status. Safe to repeat: the axis is asked what it knows first."""
    carry_out(row, synchronise)


def records_document(row: str) -> None:
    """Sends a letter to another office. Safe to repeat: the letter has a code of its own."""
    carry_out(row, documents.dispatch, documents.ERRORS)


def message_pass(row: str) -> None:
    """Passes a thrown message on to the dossier that waits, or opens one. The office knows the row and does it once."""
    carry_out(row, between.pass_on)


def signal_spread(row: str) -> None:
    """Sends a thrown signal on its way to every dossier that waits. A repeat adds nothing."""
    carry_out(row, lambda job, desk: {"dossiers": desk.office.signals.spread(job)})


def signal_take(row: str) -> None:
    """Lets one dossier have a signal, in the transaction that closes the row."""
    settle(row, lambda job, desk: desk.office.signals.deliver(job))


def migrate_dossiers(row: str) -> None:
    """Looks at or moves the next dossiers of a migration. Safe to repeat: each dossier knows whether it was done."""
    desk().office.migration_jobs.work(UUID(row))


def unknown_topic(row: str) -> None:
    """Turns a topic without a connector into an incident at once."""
    carry_out(row, _no_connector)


def _no_connector(job: Job, _desk: Desk) -> Mapping[str, Any]:
    raise NotConfigured("no-connector", topic=job.topic)
