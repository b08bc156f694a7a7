"""Parcels handed over to the carrier: the list, the manifest, and who did it."""

from __future__ import annotations

import pytest

from core.errors.postage import ParcelNotWaiting
from core.errors.requests import BadValue, NotFound
from core.errors.rights import Forbidden
from core.services.views.actors import SYSTEM, Actor
from tests.unit.procedures.test_in_the_office import APPLICANT
from tests.workers.test_parcels_at_the_desk import Counter

POSTMAN = "Trần Bưu Tá"


def waiting(counter: Counter, by: Actor) -> list[str]:
    return [line.tracking_code for line in counter.office.manifests.waiting(by)]


def test_a_parcel_waits_until_it_is_handed_over(counter: Counter, returner: Actor) -> None:
    code = counter.send("register-copy")
    (line,) = counter.office.manifests.waiting(returner)
    (asked,) = counter.orders()
    assert (line.dossier, line.receiver, line.address) == (code, APPLICANT.name, APPLICANT.address)
    assert line.phone == asked["receiver"]["Tel"] and counter.office.manifests.count(returner) == 1
    made = counter.office.manifests.hand_over([line.tracking_code], f" {POSTMAN} ", returner)
    assert (made.carrier_person, made.by_name, made.size) == (POSTMAN, returner.name, 1)
    assert waiting(counter, returner) == [] and counter.office.manifests.count(returner) == 0
    (parcel,) = counter.office.dossier_pages.show(code, returner).parcels
    assert parcel.handed_over == made.handed_over and not parcel.taken_over, "that is for the carrier to say"
    assert counter.office.manifests.show(made.number, returner) == made
    assert [one.number for one in counter.office.manifests.recent(returner)] == [made.number]


def test_who_handed_over_what_to_whom_stands_in_the_history(counter: Counter, returner: Actor) -> None:
    code = counter.send("register-copy")
    made = counter.office.manifests.hand_over(waiting(counter, returner), POSTMAN, returner)
    event = counter.office.dossiers.history(code, SYSTEM)[-1]
    assert (event.kind, event.actor) == ("clerk.parcel.handed-over", returner.username)
    assert event.payload["manifest"] == made.number and event.payload["person"] == POSTMAN
    assert event.payload["parcels"] == [made.lines[0].tracking_code]


def test_one_manifest_for_many_and_numbers_follow_each_other(counter: Counter, returner: Actor) -> None:
    codes = {counter.send("register-copy"), counter.send("marital-status")}
    first = counter.office.manifests.hand_over(waiting(counter, returner), POSTMAN, returner)
    assert {line.dossier for line in first.lines} == codes
    counter.send("register-copy")
    second = counter.office.manifests.hand_over(waiting(counter, returner), POSTMAN, returner)
    assert first.number.startswith("BK-H99.05.01-") and first.number.endswith("-01")
    assert second.number == f"{first.number[:-2]}02"


def test_what_was_handed_over_is_not_handed_over_again(counter: Counter, returner: Actor) -> None:
    counter.send("register-copy")
    codes = waiting(counter, returner)
    made = counter.office.manifests.hand_over(codes, POSTMAN, returner, "key-1")
    assert counter.office.manifests.hand_over(codes, POSTMAN, returner, "key-1") == made, "a second click"
    with pytest.raises(ParcelNotWaiting):
        counter.office.manifests.hand_over(codes, POSTMAN, returner)
    assert len(counter.office.manifests.recent(returner)) == 1


def test_nothing_is_written_when_one_of_them_is_gone(counter: Counter, returner: Actor) -> None:
    counter.send("register-copy")
    counter.send("marital-status")
    codes = waiting(counter, returner)
    counter.report("900")
    with pytest.raises(ParcelNotWaiting):
        counter.office.manifests.hand_over(codes, POSTMAN, returner)
    assert len(waiting(counter, returner)) == 1 and counter.office.manifests.recent(returner) == ()


@pytest.mark.parametrize(
    ("state", "there"), [("110", True), ("120", True), ("200", False), ("400", False), ("900", False)]
)
def test_a_carrier_that_scans_first_takes_nothing_off_the_paper(
    counter: Counter, returner: Actor, state: str, there: bool
) -> None:
    counter.send("register-copy")
    counter.report(state)
    assert bool(waiting(counter, returner)) == there


def test_who_and_what_have_to_be_named(counter: Counter, returner: Actor) -> None:
    counter.send("register-copy")
    codes = waiting(counter, returner)
    for parcels, person, field in ((codes, "  ", "person"), ([], POSTMAN, "parcels"), (codes, "x" * 201, "person")):
        with pytest.raises(BadValue) as refused:
            counter.office.manifests.hand_over(parcels, person, returner)
        assert refused.value.params["field"] == field


def test_only_the_desk_hands_over_and_only_its_own(counter: Counter, returner: Actor) -> None:
    counter.send("register-copy")
    codes = waiting(counter, returner)
    with pytest.raises(Forbidden):
        counter.office.manifests.hand_over(codes, POSTMAN, counter.actor("leader"))
    elsewhere = Actor("person", returner.id, returner.username, returner.name)
    assert waiting(counter, elsewhere) == []
    made = counter.office.manifests.hand_over(codes, POSTMAN, returner)
    with pytest.raises(NotFound):
        counter.office.manifests.show(made.number, elsewhere)
