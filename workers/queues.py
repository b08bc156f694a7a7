"""The queues and which job does which topic. Closed lists: a job that is not named here is not run."""

from __future__ import annotations

from enum import StrEnum


class QueueName(StrEnum):
    """One queue: outside calls are rare and short, and their order between topics does not matter."""

    CALLS = "motcua-calls"


#: Topic of a service task, of the office's own letters or of what dossiers tell each other → the shell in :mod:`workers.jobs` that carries it out.
SHELLS: dict[str, str] = {
    "postal.return": "workers.jobs.postal_return",
    "notify.send": "workers.jobs.notify_send",
    "records.status": "workers.jobs.records_status",
    "records.document": "workers.jobs.records_document",
    "message.pass": "workers.jobs.message_pass",
    "signal.spread": "workers.jobs.signal_spread",
    "signal.take": "workers.jobs.signal_take",
}

#: What becomes of a topic no connector is installed for: an incident that says so.
UNKNOWN_TOPIC = "workers.jobs.unknown_topic"

#: What carries out a chunk of a migration. No topic leads here: a diagram cannot ask for it.
MIGRATION = "workers.jobs.migrate_dossiers"

#: The only functions a worker of ours runs, whatever stands in Redis.
ALLOWED: frozenset[str] = frozenset({*SHELLS.values(), UNKNOWN_TOPIC, MIGRATION})


#: Seconds a job may run; its lease is renewed no longer than that.
JOB_SECONDS = 120


def shell_for(topic: str) -> str:
    """Dotted name of the job function for ``topic``."""
    return SHELLS.get(topic, UNKNOWN_TOPIC)
