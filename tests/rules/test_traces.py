"""Evidence has no idle words: each kind of event is declared with its facts, and written by the code that means it."""

from __future__ import annotations

import ast
from collections import defaultdict

import pytest

from core.domain import history, journal
from core.domain.history import EventKind
from core.domain.journal import JournalKind
from tests.support.sources import place, python_files, tree

#: What reads kinds instead of writing them.
READERS = {
    "core/domain/history.py",
    "core/domain/journal.py",
    "core/domain/replay.py",
    "core/domain/replay_of_money.py",
}
SERVICES = "core/services/"
#: Which service writes what. A second writer of a kind is a decision, not an accident.
WRITERS = {
    EventKind.CLERK_DOSSIER_RECEIVED: "dossiers/opening",
    EventKind.CLERK_RECEIPT_PRINTED: "dossiers/service",
    EventKind.CLERK_TASK_CLAIMED: "tasks/service",
    EventKind.CLERK_TASK_UNCLAIMED: "tasks/service",
    EventKind.CLERK_TASK_COMPLETED: "tasks/service",
    EventKind.CLERK_DOCUMENT_ADDED: "dossiers/documents",
    EventKind.CLERK_PARCEL_CORRECTED: "outside/parcel_changes",
    EventKind.CLERK_PARCEL_CANCELLED: "outside/parcel_changes",
    EventKind.CLERK_PARCEL_HANDED_OVER: "outside/manifests",
    EventKind.CLERK_PAYMENT_TAKEN: "payments/desk",
    EventKind.CLERK_PAYMENT_REFUNDED: "payments/service",
    EventKind.CLERK_PAYMENT_SETTLED: "payments/service",
    EventKind.WORKER_PAYMENT_RECEIVED: "payments/online",
    EventKind.WORKER_PAYMENT_DIFFERS: "payments/online",
    EventKind.WORKER_PAYMENT_WITHDRAWN: "payments/online",
    EventKind.WORKER_MESSAGE_DELIVERED: "outside/deliveries",
    EventKind.WORKER_MESSAGE_FAILED: "outside/deliveries",
    EventKind.CLERK_APPLICANT_TOLD: "outside/untold",
    EventKind.CLERK_LETTER_JOINED: "correspondence/joining",
    EventKind.CLERK_LETTER_ANSWERED: "correspondence/register",
    EventKind.WORKER_LETTER_REPORTED: "correspondence/arrivals",
    EventKind.WORKER_CALL_SUCCEEDED: "outside/outbox",
    EventKind.WORKER_CALL_FAILED: "outside/outbox",
    EventKind.WORKER_CALL_REFUSED: "outside/outbox",
    EventKind.ENGINE_TIMER_FIRED: "outside/timers",
    EventKind.ENGINE_MESSAGE_DELIVERED: "outside/messages",
    EventKind.ENGINE_SIGNAL_DELIVERED: "outside/signals",
    EventKind.ENGINE_INCIDENT_OPENED: "running/incident_rows",
    EventKind.ENGINE_INCIDENT_CLOSED: "running/incident_closing",
    EventKind.ADMIN_INCIDENT_RETRIED: "running/incidents",
    EventKind.ADMIN_INCIDENT_RESOLVED: "running/incidents",
    EventKind.ADMIN_CALL_EDITED: "interventions/call_repairs",
    EventKind.ADMIN_CALL_REMAPPED: "interventions/call_repairs",
    EventKind.ADMIN_CALL_ANSWERED: "interventions/call_repairs",
    EventKind.ADMIN_CALL_SKIPPED: "interventions/call_repairs",
    EventKind.ADMIN_INBOUND_ASSIGNED: "outside/inbox",
    EventKind.ADMIN_TOKEN_MOVED: "interventions/operations",
    EventKind.ADMIN_BRANCH_CANCELLED: "interventions/operations",
    EventKind.ADMIN_TASK_RESTARTED: "interventions/operations",
    EventKind.ADMIN_VARIABLES_CORRECTED: "interventions/operations",
    EventKind.ADMIN_DOSSIER_MOVED_BACK: "migration/moves",
    EventKind.DESIGNER_DOSSIER_MIGRATED: "migration/moves",
}


def _named(enumeration: str) -> dict[str, set[str]]:
    """Member → the files that name it, beside those that only read."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in python_files("core", "workers", "admin", "api", "portal", "motcua", "web"):
        if place(path) in READERS:
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == enumeration:
                found[node.attr].add(place(path))
    return found


def test_every_kind_of_event_is_written_by_the_code_that_means_it() -> None:
    written = _named("EventKind")
    assert written == {kind.name: {f"{SERVICES}{name}.py"} for kind, name in WRITERS.items()}
    assert set(WRITERS) == set(EventKind), "write the kind, or drop it"


def test_every_kind_of_entry_is_written() -> None:
    written = _named("JournalKind")
    assert written.keys() >= {kind.name for kind in JournalKind}, "write the kind, or drop it"


@pytest.mark.parametrize("declared", [history.PAYLOADS, journal.PAYLOADS])
def test_every_kind_declares_its_facts(declared: dict[str, history.Facts]) -> None:
    kinds = EventKind if declared is history.PAYLOADS else JournalKind
    assert set(declared) == set(kinds)
    assert not [kind for kind, facts in declared.items() if facts.required & facts.optional]
