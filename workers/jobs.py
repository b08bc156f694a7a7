"""The job functions: each gets one id and asks the office for everything else.

Every body is one line on purpose; :mod:`workers.queues` lists these and nothing else may run.
"""

from __future__ import annotations

from uuid import UUID

from workers import message_delivery, webhooks
from workers.context import current_context
from workers.dispatch import dispatch
from workers.execution import carry_out, carry_out_inside


def call(row: str) -> None:
    """Calls an outside system by the connector of the row's topic. Safe to repeat: the other side gets the row's own key."""
    carry_out(row, dispatch)


def message_pass(row: str) -> None:
    """Passes a thrown message on to the dossier that waits, or opens one. The office knows the row and does it once."""
    carry_out(row, message_delivery.pass_on)


def signal_spread(row: str) -> None:
    """Sends a thrown signal on its way to every dossier that waits. A repeat adds nothing."""
    carry_out(row, lambda job, ctx: {"dossiers": ctx.office.signals.spread(job)})


def signal_take(row: str) -> None:
    """Lets one dossier have a signal, in the transaction that closes the row."""
    carry_out_inside(row, lambda job, ctx: ctx.office.signals.deliver(job))


def migrate_dossiers(row: str) -> None:
    """Looks at or moves the next dossiers of a migration. Safe to repeat: each dossier knows whether it was done."""
    current_context().office.migration_jobs.process_chunk(UUID(row))


def webhook(row: str) -> None:
    """Tells a webhook of an event. Safe to repeat: the event keeps its id, and what was answered is known by the lease."""
    webhooks.send(current_context(), UUID(row))
