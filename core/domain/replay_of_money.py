"""What the ledger of a dossier must contain, told by the events of its history; see :mod:`core.domain.replay`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from core.domain.history import ChainEntry, EventKind
from core.domain.payments import LineKind, Method

#: columns of a line that events tell; what an event of an earlier release did not record is left out
COLUMNS: Final = (
    "kind",
    "amount",
    "method",
    "at",
    "by_name",
    "receipt_number",
    "reference",
    "doubt",
    "reason",
    "refund_of_id",
)
#: columns of money that did not add up, once a person has settled it
SETTLED_COLUMNS: Final = ("state", "note", "settlement", "settled", "settled_by_name")


def line_of(event: ChainEntry, known: Mapping[str, Mapping[str, Any]]) -> tuple[str, dict[str, Any]] | None:
    """The line of the ledger that an event wrote, by its id; ``None`` where it wrote none. ``known``: the lines before it."""
    read = _READERS.get(EventKind(event.kind)) if event.kind in _READERS else None
    if read is None or "payment" not in event.payload:
        return None
    facts = event.payload
    plain = {"amount": facts["amount"], "receipt_number": facts["receipt"], "by_name": event.actor.name}
    usual = {"kind": LineKind.RECEIVED, "reference": None, "doubt": "", "reason": "", "refund_of_id": None}
    return facts["payment"], {**usual, **plain, **read(event, known)}


def settled_of(event: ChainEntry) -> tuple[str, dict[str, Any]] | None:
    """How an event says that money was settled, by the id of the difference; ``None`` where it settled none."""
    if event.kind != EventKind.CLERK_PAYMENT_SETTLED:
        return None
    facts = event.payload
    told = {"state": "settled", "note": facts["note"], "settled": event.at, "settled_by_name": event.actor.name}
    return facts["difference"], told | ({"settlement": facts["settlement"]} if "settlement" in facts else {})


def differing_of(event: ChainEntry) -> str | None:
    """The key of a difference that an event opened; ``None`` where it opened none."""
    if event.kind != EventKind.WORKER_PAYMENT_DIFFERS:
        return None
    return difference_key(event.payload["reason"], event.payload["reference"], event.payload["amount"])


def difference_key(reason: str, reference: str, amount: int) -> str:
    """By what a difference is known: the same report opens it once."""
    return f"{reason}:{reference}:{amount}"


def _taken(event: ChainEntry, _known: Mapping[str, Any]) -> dict[str, Any]:
    return {"method": event.payload["method"], "at": event.at, "reason": event.payload.get("reason", "")}


def _refunded(event: ChainEntry, known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    of = event.payload["of"]
    line = next((one for one, told in known.items() if told["receipt_number"] == of), None)
    return {**_taken(event, known), "kind": LineKind.REFUNDED, "refund_of_id": line}


def _received(event: ChainEntry, _known: Mapping[str, Any]) -> dict[str, Any]:
    facts = event.payload
    told = {"method": Method.ONLINE, "reference": facts["reference"], "doubt": facts.get("doubt", "")}
    return told | _paid_at(facts.get("paid_at"), event.at)


def _counted(event: ChainEntry, _known: Mapping[str, Any]) -> dict[str, Any]:
    facts = event.payload
    return {"method": Method.ONLINE, "reference": facts["reference"], **_paid_at(facts.get("paid_at"), None)}


def _paid_at(told: str | None, latest: datetime | None) -> dict[str, Any]:
    if told is None:
        return {}
    at = datetime.fromisoformat(told)
    return {"at": min(at, latest) if latest else at}


_READERS: Final = {
    EventKind.CLERK_PAYMENT_TAKEN: _taken,
    EventKind.CLERK_PAYMENT_REFUNDED: _refunded,
    EventKind.CLERK_PAYMENT_SETTLED: _counted,
    EventKind.WORKER_PAYMENT_RECEIVED: _received,
}
