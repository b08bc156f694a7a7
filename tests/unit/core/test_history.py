"""A dossier's chain: every change of it is seen, and the first event that does not fit is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain import history
from core.domain.history import GENESIS, ActorRecord, ChainEntry, EventKind, Verdict

CLERK = ActorRecord("0190-1", "binh", "Trần Thị Bình")
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def event(seq: int = 1, kind: EventKind = EventKind.CLERK_TASK_CLAIMED, **values: Any) -> ChainEntry:
    payload = {"task": f"t{seq}", "element": "Task_Review", "name": "Thẩm định"}
    plain = ChainEntry(
        dossier="H99-261123-0001",
        seq=seq,
        kind=kind,
        at=START + timedelta(minutes=seq),
        actor=CLERK,
        unit="H99.01",
        address="10.0.0.1",
        payload=payload,
    )
    return replace(plain, **values)


def chained(events: list[ChainEntry]) -> list[ChainEntry]:
    previous, chain = GENESIS, []
    for one in events:
        digest = history.event_hash(one, previous)
        chain.append(replace(one, hash=digest, previous_hash=previous))
        previous = digest
    return chain


def chain(length: int = 6) -> list[ChainEntry]:
    return chained([event(seq) for seq in range(1, length + 1)])


def test_every_kind_declares_its_facts_and_has_three_parts() -> None:
    assert set(history.PAYLOADS) == set(EventKind)
    assert all(kind.count(".") == 2 for kind in EventKind)
    assert all(not facts.required & facts.optional for facts in history.PAYLOADS.values())


def test_the_hash_of_an_event_never_changes() -> None:
    """Written down once: a stored chain must verify for ever. This value may never be edited."""
    record = event(payload={"task": "t", "element": "E", "name": "Ký duyệt"})
    assert history.event_hash(record, GENESIS) == ("072ce9ac35700a29a6cf794576231759cfe92072f69d09fffea59a07e16a0d91")


@pytest.mark.parametrize(
    "payload",
    [{}, {"task": "t", "element": "E"}, {"task": "t", "element": "E", "name": "N", "surprise": 1}],
)
def test_an_event_with_other_facts_is_not_written(payload: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"clerk\.task\.claimed"):
        history.event_hash(event(payload=payload), GENESIS)


def test_wrong_calls_raise() -> None:
    with pytest.raises(ValueError):
        history.event_hash(event(kind="clerk.task.eaten"), GENESIS)
    with pytest.raises(ValueError, match="number from 1"):
        history.event_hash(event(0), GENESIS)
    with pytest.raises(ValueError, match="hash before"):
        history.event_hash(event(), "")
    with pytest.raises(ValueError, match="zone"):
        history.event_hash(event(at=datetime(2026, 11, 23)), GENESIS)  # noqa: DTZ001


def test_a_whole_chain_is_intact() -> None:
    whole = chain()
    assert history.verify(whole) == Verdict(True, 6)
    assert history.verify(iter(whole), head=(6, whole[-1].hash)) == Verdict(True, 6)
    assert history.verify([]) == Verdict(True, 0)
    assert history.verify([], head=(0, GENESIS)) == Verdict(True, 0)


def test_a_chain_with_kinds_of_a_later_version_is_intact() -> None:
    whole = chain(1)
    later = replace(event(2), kind="robot.dossier.dreamt", payload={"of": "sheep"}, previous_hash=whole[0].hash)
    digest = history._digest(later, whole[0].hash)
    assert history.verify([*whole, replace(later, hash=digest)]).intact


CHANGES: list[dict[str, Any]] = [
    {"payload": {"task": "t3", "element": "Task_Review", "name": "Từ chối"}},
    {"payload": {"task": "t3", "element": "Task_Review", "name": "Thẩm định", "more": None}},
    {"payload": {"task": float("nan")}},
    {"kind": EventKind.CLERK_TASK_UNCLAIMED},
    {"at": START},
    {"at": datetime(2026, 11, 23)},  # noqa: DTZ001
    {"actor": replace(CLERK, id="0190-2")},
    {"actor": replace(CLERK, name="Trần Thị Binh")},
    {"actor": replace(CLERK, on_behalf_of="chair")},
    {"unit": "H99.02"},
    {"unit": None},
    {"address": ""},
    {"hash": "f" * 64},
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_event_is_found(change: dict[str, Any]) -> None:
    forged = chain()
    forged[2] = replace(forged[2], **change)
    assert history.verify(forged) == Verdict(False, 6, 3, "changed")


def test_an_event_changed_together_with_its_hash_is_found_by_the_next() -> None:
    forged = chain()
    other = replace(forged[2], address="somewhere else")
    forged[2] = replace(other, hash=history.event_hash(other, other.previous_hash))
    assert history.verify(forged) == Verdict(False, 6, 4, "unlinked")


def test_a_missing_event_is_found() -> None:
    for gone in range(5):
        forged = chain()
        del forged[gone]
        assert history.verify(forged) == Verdict(False, 5, gone + 1, "missing")


def test_events_cut_off_at_the_end_are_found_by_the_head() -> None:
    whole = chain()
    head = (6, whole[-1].hash)
    assert history.verify(whole[:4]).intact  # nothing within shows it
    assert history.verify(whole[:4], head) == Verdict(False, 4, 5, "missing")
    assert history.verify([], head) == Verdict(False, 0, 1, "missing")


def test_an_inserted_event_is_found() -> None:
    whole = chain()
    twice = [*whole[:3], replace(whole[2], address="again"), *whole[3:]]
    assert history.verify(twice) == Verdict(False, 7, 3, "inserted")
    appended = [*whole, replace(event(7), previous_hash=whole[-1].hash)]
    appended[6] = replace(appended[6], hash=history.event_hash(appended[6], whole[-1].hash))
    assert history.verify(appended, head=(6, whole[-1].hash)) == Verdict(False, 7, 7, "inserted")


def test_reordered_events_are_found() -> None:
    forged = chain()
    forged[2], forged[3] = forged[3], forged[2]
    assert history.verify(forged) == Verdict(False, 6, 4, "reordered")


def test_a_chain_written_anew_is_found_by_the_head() -> None:
    whole = chain()
    anew = chained([replace(one, address="10.9.9.9") for one in whole])
    assert history.verify(anew, head=(6, whole[-1].hash)) == Verdict(False, 6, None, "head")


def test_another_dossiers_event_is_found() -> None:
    whole = chain()
    foreign = replace(event(7), dossier="H99-261123-0002", previous_hash=whole[-1].hash)
    foreign = replace(foreign, hash=history.event_hash(foreign, whole[-1].hash))
    assert history.verify([*whole, foreign]) == Verdict(False, 7, 7, "foreign")


def test_the_same_moment_and_numbers_hash_alike_however_they_are_written() -> None:
    hanoi = timezone(timedelta(hours=7))
    facts = {"task": "t", "element": "E", "name": "N", "data": {"fee": 1}}
    one = event(kind=EventKind.CLERK_TASK_COMPLETED, payload=facts)
    same = replace(one, at=one.at.astimezone(hanoi), payload={**facts, "data": {"fee": Decimal("1.00")}})
    assert history.event_hash(one, GENESIS) == history.event_hash(same, GENESIS)


@given(st.integers(2, 8), st.data())
def test_any_rearrangement_is_found(length: int, data: st.DataObject) -> None:
    whole = chain(length)
    order = data.draw(st.lists(st.integers(0, length - 1), max_size=length + 2))
    shown = [whole[place] for place in order]
    verdict = history.verify(shown, head=(length, whole[-1].hash))
    assert verdict.intact == (order == list(range(length)))
