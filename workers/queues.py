"""The queue, and the job function of each topic. Closed lists: a function that is not named here is never run."""

from __future__ import annotations

from enum import StrEnum


class QueueName(StrEnum):
    """Calls, whose order between topics does not matter, and apart from them events for webhooks: they are sent to addresses
    that strangers run, and a slow one must not hold up a letter."""

    CALLS = "motcua-calls"
    WEBHOOKS = "motcua-webhooks"


#: Topics of messages and signals between dossiers → the job function in :mod:`workers.jobs` that carries it out.
INTERNAL_TOPICS: dict[str, str] = {
    "message.pass": "workers.jobs.message_pass",
    "signal.spread": "workers.jobs.signal_spread",
    "signal.take": "workers.jobs.signal_take",
}

#: The job function of every other topic, which asks the connector that serves it; without one there is an incident.
CALL = "workers.jobs.call"

#: The job function of a chunk of a migration. It has no topic, so a diagram cannot ask for it.
MIGRATION = "workers.jobs.migrate_dossiers"

#: The job function of an event for a webhook. It has no topic either.
WEBHOOK = "workers.jobs.webhook"

#: The only functions a worker of ours runs, whatever stands in Redis.
ALLOWED: frozenset[str] = frozenset({*INTERNAL_TOPICS.values(), CALL, MIGRATION, WEBHOOK})


#: Seconds a job may run; its lease is renewed no longer than that.
JOB_SECONDS = 120
#: The same of an event for a webhook, whose answer is waited for ten seconds: well within its lease.
WEBHOOK_SECONDS = 20


def job_function(topic: str) -> str:
    """Dotted name of the job function for ``topic``."""
    return INTERNAL_TOPICS.get(topic, CALL)
