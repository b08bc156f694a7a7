"""The history of a dossier as evidence: which events there are, how they are hashed, how a chain is checked.

The set of kinds is closed, and each declares its facts; a payload with other facts raises an error. Events are stored
elsewhere. The hash of a stored event must never change, so neither may its computation here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from core import jsontext

GENESIS: Final = "0" * 64


class EventKind(StrEnum):
    """``source.subject.action``. A kind that ever left a release is never renamed."""

    CLERK_DOSSIER_RECEIVED = "clerk.dossier.received"
    CLERK_RECEIPT_PRINTED = "clerk.receipt.printed"
    CLERK_TASK_CLAIMED = "clerk.task.claimed"
    CLERK_TASK_UNCLAIMED = "clerk.task.unclaimed"
    CLERK_TASK_COMPLETED = "clerk.task.completed"
    CLERK_DOCUMENT_ADDED = "clerk.document.added"
    CLERK_PARCEL_CORRECTED = "clerk.parcel.corrected"
    CLERK_PARCEL_CANCELLED = "clerk.parcel.cancelled"
    CLERK_PARCEL_HANDED_OVER = "clerk.parcel.handed-over"
    CLERK_PAYMENT_TAKEN = "clerk.payment.taken"  # at the desk
    CLERK_PAYMENT_REFUNDED = "clerk.payment.refunded"
    CLERK_PAYMENT_SETTLED = "clerk.payment.settled"  # money that did not add up
    CLERK_APPLICANT_TOLD = "clerk.applicant.told"  # by a person, what a letter could not
    CLERK_LETTER_JOINED = "clerk.letter.joined"
    CLERK_LETTER_ANSWERED = "clerk.letter.answered"  # said to the office it came from, or asked of the one it went to
    WORKER_LETTER_REPORTED = "worker.letter.reported"  # what the other office said of a letter
    WORKER_CALL_SUCCEEDED = "worker.call.succeeded"
    WORKER_CALL_FAILED = "worker.call.failed"
    WORKER_CALL_REFUSED = "worker.call.refused"  # answered with a BPMN error
    WORKER_PAYMENT_RECEIVED = "worker.payment.received"
    WORKER_PAYMENT_DIFFERS = "worker.payment.differs"  # reported, and not booked
    WORKER_MESSAGE_DELIVERED = "worker.message.delivered"  # a gateway says that a text message arrived
    WORKER_MESSAGE_FAILED = "worker.message.failed"
    WORKER_PAYMENT_WITHDRAWN = "worker.payment.withdrawn"  # the platform takes no money for it any more
    ENGINE_TIMER_FIRED = "engine.timer.fired"
    ENGINE_MESSAGE_DELIVERED = "engine.message.delivered"
    ENGINE_SIGNAL_DELIVERED = "engine.signal.delivered"
    ENGINE_INCIDENT_OPENED = "engine.incident.opened"
    ENGINE_INCIDENT_CLOSED = "engine.incident.closed"  # by itself: what it stopped is no longer wanted
    ADMIN_INCIDENT_RETRIED = "admin.incident.retried"
    ADMIN_INCIDENT_RESOLVED = "admin.incident.resolved"
    ADMIN_CALL_EDITED = "admin.call.edited"  # made again with corrected inputs
    ADMIN_CALL_REMAPPED = "admin.call.remapped"  # made again with inputs computed anew
    ADMIN_CALL_ANSWERED = "admin.call.answered"  # by hand
    ADMIN_CALL_SKIPPED = "admin.call.skipped"  # counts as answered with nothing
    ADMIN_INBOUND_ASSIGNED = "admin.inbound.assigned"  # a person says that what another system sent belongs here
    ADMIN_TOKEN_MOVED = "admin.token.moved"
    ADMIN_BRANCH_CANCELLED = "admin.branch.cancelled"
    ADMIN_TASK_RESTARTED = "admin.task.restarted"
    ADMIN_VARIABLES_CORRECTED = "admin.variables.corrected"
    ADMIN_DOSSIER_MOVED_BACK = "admin.dossier.moved-back"  # to the version it was migrated from
    DESIGNER_DOSSIER_MIGRATED = "designer.dossier.migrated"


@dataclass(frozen=True, slots=True)
class Facts:
    """The keys of a payload: those that must be there, and those that may."""

    required: frozenset[str]
    optional: frozenset[str] = frozenset()


#: Facts of a step of the engine, whatever caused it.
_STEP: Final = "flows passed opened revised cancelled waits called calls thrown statuses notices ended failed changed"
#: Facts of any event, with which the database rows are compared (see ``core.domain.replay``): columns of the dossier's row,
#: columns of its tasks by token, and names of removed variables.
_ROWS: Final = "row tasks removed"


def _facts(required: str, optional: str = "", *, step: bool = False) -> Facts:
    more = f"{optional} {_ROWS} {_STEP}" if step else f"{optional} {_ROWS}"
    return Facts(frozenset(required.split()), frozenset(more.split()))


_TASK: Final = _facts("task element name")
_RECEIVED: Final = "procedure version channel return_by"
_RECEIVED_MORE: Final = (
    "message origin variables ignored sha256 data documents applicant reception_unit processing_unit receipt"
)
_CALL: Final = "element topic"
#: what people do to a call that failed for good; ``inputs``: name → what it was and what it is
_REPAIR: Final = "incident element topic reason"
_DOCUMENT: Final = _facts("document sha256 name", "component media_type size kind")
PAYLOADS: Final[Mapping[EventKind, Facts]] = {
    EventKind.CLERK_DOSSIER_RECEIVED: _facts(_RECEIVED, _RECEIVED_MORE, step=True),
    EventKind.CLERK_RECEIPT_PRINTED: _facts("", "documents"),
    EventKind.CLERK_TASK_CLAIMED: _TASK,
    EventKind.CLERK_TASK_UNCLAIMED: _facts("task element name", "holder"),
    EventKind.CLERK_TASK_COMPLETED: _facts("task element name data", "documents", step=True),
    EventKind.CLERK_DOCUMENT_ADDED: _DOCUMENT,
    EventKind.CLERK_PARCEL_CORRECTED: _facts("parcel carrier reason before after"),
    EventKind.CLERK_PARCEL_CANCELLED: _facts("parcel carrier reason"),
    EventKind.CLERK_PARCEL_HANDED_OVER: _facts("parcels carrier manifest person"),
    EventKind.CLERK_PAYMENT_TAKEN: _facts("payment amount method receipt", "expected basis reason"),
    EventKind.CLERK_PAYMENT_REFUNDED: _facts("payment amount method receipt of reason"),
    EventKind.CLERK_PAYMENT_SETTLED: _facts("difference note", "settlement amount payment receipt reference paid_at"),
    EventKind.CLERK_APPLICANT_TOLD: _facts("letter way note"),
    EventKind.CLERK_LETTER_JOINED: _facts("letter code organ", "subject document"),
    EventKind.CLERK_LETTER_ANSWERED: _facts("letter code organ status", "reason"),
    EventKind.WORKER_LETTER_REPORTED: _facts("letter code organ status", "description"),
    EventKind.WORKER_CALL_SUCCEEDED: _facts(_CALL, "call attempts result key", step=True),
    EventKind.WORKER_CALL_FAILED: _facts(f"{_CALL} error", "call attempts key next_attempt incident"),
    EventKind.WORKER_CALL_REFUSED: _facts(f"{_CALL} code", "call attempts message key", step=True),
    EventKind.WORKER_PAYMENT_RECEIVED: _facts("payment amount code reference receipt", "paid_at doubt"),
    EventKind.WORKER_PAYMENT_DIFFERS: _facts("reason amount code reference", "expected"),
    EventKind.WORKER_PAYMENT_WITHDRAWN: _facts("amount code"),
    EventKind.WORKER_MESSAGE_DELIVERED: _facts("message at"),
    EventKind.WORKER_MESSAGE_FAILED: _facts("message at error"),
    EventKind.ENGINE_TIMER_FIRED: _facts("element", "timer due_at", step=True),
    EventKind.ENGINE_MESSAGE_DELIVERED: _facts("element message", "key variables ignored origin", step=True),
    EventKind.ENGINE_SIGNAL_DELIVERED: _facts("signal", "variables ignored origin", step=True),
    EventKind.ENGINE_INCIDENT_OPENED: _facts("incident element message", "topic attempts kind task"),
    EventKind.ENGINE_INCIDENT_CLOSED: _facts("incident element why", "topic"),
    EventKind.ADMIN_INCIDENT_RETRIED: _facts("incident element", "topic message reason"),
    EventKind.ADMIN_INCIDENT_RESOLVED: _facts("incident element", "topic message note reason"),
    EventKind.ADMIN_CALL_EDITED: _facts(f"{_REPAIR} inputs", "key"),
    EventKind.ADMIN_CALL_REMAPPED: _facts(f"{_REPAIR} inputs", "key old_topic", step=True),
    EventKind.ADMIN_CALL_ANSWERED: _facts(_REPAIR, "result code message", step=True),
    EventKind.ADMIN_CALL_SKIPPED: _facts(_REPAIR, step=True),
    EventKind.ADMIN_INBOUND_ASSIGNED: _facts("source item", "message"),
    EventKind.ADMIN_TOKEN_MOVED: _facts("element target reason", step=True),
    EventKind.ADMIN_BRANCH_CANCELLED: _facts("element reason", step=True),
    EventKind.ADMIN_TASK_RESTARTED: _facts("element instead_of reason", step=True),
    EventKind.ADMIN_VARIABLES_CORRECTED: _facts("before reason", step=True),
    EventKind.ADMIN_DOSSIER_MOVED_BACK: _facts("old_version new_version migration reason", "changed"),
    EventKind.DESIGNER_DOSSIER_MIGRATED: _facts("old_version new_version", "mapping reason migration", step=True),
}


@dataclass(frozen=True, slots=True)
class ActorRecord:
    """Who acted, with the names of that time."""

    id: str | None
    username: str
    name: str
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainEntry:
    """An event of a dossier's history or of the journal: what is hashed, and its two hashes once it has them.

    ``seq`` counts from 1; ``at`` is aware.
    """

    dossier: str
    seq: int
    kind: EventKind | str
    at: datetime
    actor: ActorRecord
    unit: str | None = None
    address: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)
    hash: str = ""
    previous_hash: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of checking a chain."""

    intact: bool
    #: events read
    count: int
    #: sequence number of the first event that does not fit
    broken_at: int | None = None
    #: ``changed`` (contents and hash disagree), ``missing``, ``inserted`` (a number twice), ``reordered``, ``unlinked`` (its
    #: previous hash is not that of the event before it), ``foreign`` (of another dossier), or ``head`` (the events fit each
    #: other, but the end that is stored beside them is not in this chain; no single event is wrong)
    reason: str = ""


def check_payload(kind: EventKind, payload: Mapping[str, Any]) -> None:
    """Raises ``ValueError`` unless the payload has exactly the facts its kind declares."""
    check_facts(kind, PAYLOADS[kind], payload)


def check_facts(kind: str, facts: Facts, payload: Mapping[str, Any]) -> None:
    """Raises ``ValueError`` unless the payload has all that is required, and nothing that is not declared."""
    missing = facts.required - payload.keys()
    unknown = payload.keys() - facts.required - facts.optional
    if missing or unknown:
        raise ValueError(f"event {kind}: missing {sorted(missing)}, not declared {sorted(unknown)}")


def event_hash(event: ChainEntry, previous_hash: str, payload: bytes | None = None) -> str:
    """The hash of a new event: SHA-256, hexadecimal, of its canonical JSON and the hash before it.

    ``payload`` is the canonical JSON of the event's payload where the caller has it already. Raises ``ValueError``
    for a kind, payload or previous hash that no new event may have.
    """
    check_payload(EventKind(event.kind), event.payload)
    return link(event, previous_hash, payload)


def link(event: ChainEntry, previous_hash: str, payload: bytes | None = None) -> str:
    """The hash of a new link of any chain; its kind and payload were checked before. Raises ``ValueError``."""
    if len(previous_hash) != 64 or event.seq < 1:
        raise ValueError("an event needs the hash before it, and a number from 1")
    return _digest(event, previous_hash, payload)


def verify(events: Iterable[ChainEntry], head: tuple[int, str] | None = None) -> Verdict:
    """Checks a whole chain in the order given and names the first event that does not fit.

    ``head`` is the number and hash of the last event in the dossier's row: without it, events missing at the end cannot be
    noticed. Kinds are not checked here: a chain stays valid when a later version has more kinds.
    """
    chain = list(events)
    numbers = {event.seq for event in chain}
    previous = GENESIS
    for expected, event in enumerate(chain, start=1):
        reason = _flaw(event, expected, previous, numbers, chain[0].dossier)
        if reason:
            return Verdict(False, len(chain), expected if reason == "missing" else event.seq, reason)
        previous = event.hash
    return _ending(chain, head)


def fits(event: ChainEntry, payload: bytes | None = None) -> bool:
    """Whether the event's contents and its hash agree; the event before it is not looked at.

    ``payload`` is the canonical JSON of its payload where the caller has it already.
    """
    return _rehashed(event, event.previous_hash, payload) == event.hash


def _flaw(event: ChainEntry, expected: int, previous: str, numbers: set[int], dossier: str) -> str:
    if event.seq != expected:
        if event.seq < expected:
            return "inserted"
        return "reordered" if expected in numbers else "missing"
    if event.dossier != dossier:
        return "foreign"
    if event.previous_hash != previous:
        return "unlinked"
    return "" if _rehashed(event, previous) == event.hash else "changed"


def _rehashed(event: ChainEntry, previous: str, payload: bytes | None = None) -> str | None:
    try:
        return _digest(event, previous, payload)
    except (jsontext.JsonInvalid, ValueError):  # something no event was ever written with
        return None


def _ending(chain: list[ChainEntry], head: tuple[int, str] | None) -> Verdict:
    count, hashes = len(chain), [GENESIS, *(event.hash for event in chain)]
    if head is None or head == (count, hashes[-1]):
        return Verdict(True, count)
    number, digest = head
    if number > count and digest not in hashes:
        return Verdict(False, count, count + 1, "missing")
    if 0 <= number < count and digest == hashes[number]:
        return Verdict(False, count, number + 1, "inserted")
    return Verdict(False, count, None, "head")


def _digest(event: ChainEntry, previous_hash: str, payload: bytes | None = None) -> str:
    if event.at.tzinfo is None:
        raise ValueError("an event's time needs a zone")
    actor, quoted = event.actor, jsontext.quoted
    # Written in canonical order here, so that the payload, the largest part, is not serialised a second time.
    before = (
        f'{{"actor":{{"id":{quoted(actor.id)},"name":{quoted(actor.name)},"on_behalf_of":{quoted(actor.on_behalf_of)},'
        f'"username":{quoted(actor.username)}}},"address":{quoted(event.address)},'
        f'"at":"{event.at.astimezone(UTC).isoformat(timespec="microseconds")}",'
        f'"dossier":{quoted(event.dossier)},"kind":{quoted(str(event.kind))},"payload":'
    )
    after = f',"seq":{event.seq:d},"unit":{quoted(event.unit)}}}'
    body = jsontext.canonical(event.payload) if payload is None else payload
    contents = before.encode() + body + after.encode()
    return hashlib.sha256(contents + previous_hash.encode("ascii")).hexdigest()
