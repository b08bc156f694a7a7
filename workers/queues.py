"""The queues and which job carries out which topic. Closed lists: a job that is not named here is not run."""

from __future__ import annotations

from enum import StrEnum


class QueueName(StrEnum):
    """One queue: outside calls are rare and short, and their order between topics does not matter."""

    CALLS = "motcua-calls"


#: Topics of what dossiers tell each other → the shell in :mod:`workers.jobs` that carries it out.
INSIDE: dict[str, str] = {
    "message.pass": "workers.jobs.message_pass",
    "signal.spread": "workers.jobs.signal_spread",
    "signal.take": "workers.jobs.signal_take",
}

#: What carries out every other topic, by the connector that serves it; without one it becomes an incident that says so.
CALL = "workers.jobs.call"

#: What carries out a chunk of a migration. No topic leads here: a diagram cannot ask for it.
MIGRATION = "workers.jobs.migrate_dossiers"

#: The only functions a worker of ours runs, whatever stands in Redis.
ALLOWED: frozenset[str] = frozenset({*INSIDE.values(), CALL, MIGRATION})


#: Seconds a job may run; its lease is renewed no longer than that.
JOB_SECONDS = 120


def shell_for(topic: str) -> str:
    """Dotted name of the job function for ``topic``."""
    return INSIDE.get(topic, CALL)
