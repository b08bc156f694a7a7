"""Whose money it is: a dossier's, of the units it has to do with; money of no dossier, of the account's unit and those above."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from core.db.models import PaymentDifference
from core.domain.payments import DifferenceState
from core.errors.requests import NotFound
from core.errors.rights import Forbidden
from core.ports import Arrival
from core.services.authorization import admin_scope
from core.services.office import Office
from core.services.outside.inbound import CONTRADICTION
from core.services.views.actors import SYSTEM, Actor
from core.services.views.payments import PaymentReport
from core.services.views.units import NewUnit
from tests.db.test_dossier_way import open_dossier
from tests.support import offices
from tests.support.staff import hire, staff

pytestmark = pytest.mark.usefixtures("database_url")
HERE, THERE, TOP = "H99.05", "H99.06", "H99"


def report(office: Office, code: str, reference: str = "G1", amount: int = 10_000, **more: Any) -> None:
    paid = more.pop("paid_at", office.context.now() - timedelta(minutes=1))
    office.online_payments.reported(PaymentReport(code=code, reference=reference, amount=amount, paid_at=paid), **more)


def seen(office: Office, by: Actor) -> set[str]:
    return {one.reference for one in office.payments.differences(by).items}


def of(office: Office, reference: str) -> Any:
    with office.context.work.read() as work:
        found = select(PaymentDifference.__table__).where(PaymentDifference.reference == reference)
        return work.execute(found).one()


def settle(office: Office, reference: str, by: Actor) -> None:
    office.payments.settle(of(office, reference).id, "returned", "Đã gọi ngân hàng", by)


def test_money_of_no_dossier_is_of_the_accounts_unit_and_like_nothing_elsewhere(demo: Office) -> None:
    report(demo, "NOBODYS", "G-TOP")
    report(demo, "NOBODYS", "G-HERE", account=HERE)
    report(demo, "NOBODYS", "G-LOST", account="H00.NOWHERE")
    here, there = hire(demo, "thu.mot", head=HERE), hire(demo, "thu.hai", head=THERE)
    assert seen(demo, here) == {"G-HERE"} and seen(demo, there) == set()
    assert seen(demo, staff(demo, "", "tiepnhan")) == set(), "a desk below the unit is not the unit"
    assert seen(demo, staff(demo, "", "thuquy")) == {"G-TOP", "G-HERE", "G-LOST"}
    for reference, by in (("G-TOP", here), ("G-LOST", here), ("G-HERE", there), ("G-TOP", there)):
        with pytest.raises(NotFound):
            settle(demo, reference, by)
        assert of(demo, reference).state == DifferenceState.OPEN
    settle(demo, "G-HERE", here)
    settle(demo, "G-TOP", staff(demo, "", "thuquy"))
    assert seen(demo, staff(demo, "", "thuquy")) == {"G-LOST"}


def test_what_an_earlier_release_found_is_the_offices_own(demo: Office) -> None:
    report(demo, "NOBODYS", account=HERE)
    with demo.context.work() as work:
        work.session.execute(update(PaymentDifference).values(unit_id=None))
    assert seen(demo, hire(demo, "thu.mot", head=HERE)) == set() and seen(demo, staff(demo, "", "thuquy")) == {"G1"}


def test_money_of_a_file_belongs_to_its_accounts_unit(demo: Office) -> None:
    paid = demo.context.now() - timedelta(days=1)
    told = [PaymentReport(code="NOBODYS", reference="G-FILE", amount=5_000, paid_at=paid)]
    assert demo.online_payments.compare(paid.date(), told, HERE) == 1
    assert seen(demo, hire(demo, "thu.mot", head=HERE)) == {"G-FILE"}
    assert seen(demo, hire(demo, "thu.hai", head=THERE)) == set()


def test_a_dossiers_money_is_settled_by_a_cashier_of_its_own_units(demo: Office) -> None:
    dossier = open_dossier(demo, "1.004873")
    demo.online_payments.asked(dossier.code, "TT1", 75_000, "Lệ phí", "", "")
    report(demo, "TT1", "G-DOSSIER")
    both = hire(demo, "hai.noi", reviewer=HERE, receiver=THERE)
    assert seen(demo, both) == set(), "sees the dossier as a reviewer, takes money elsewhere"
    with pytest.raises(NotFound):
        settle(demo, "G-DOSSIER", both)
    settle(demo, "G-DOSSIER", staff(demo, "receiver"))
    assert not offices.differences(demo)


def test_money_goes_back_from_a_cashier_of_the_dossiers_own_units(demo: Office) -> None:
    dossier = open_dossier(demo, "1.004873")
    demo.online_payments.asked(dossier.code, "TT1", 75_000, "Lệ phí", "", "")
    report(demo, "TT1", amount=75_000)
    (line,) = demo.payments.of_dossier(dossier.code, SYSTEM).lines
    both = hire(demo, "hai.noi", reviewer=HERE, receiver=THERE)
    with pytest.raises(Forbidden):
        demo.payments.refund(dossier.code, line.id, 75_000, "cash", "Thu thừa", both)
    demo.payments.refund(dossier.code, line.id, 75_000, "cash", "Thu thừa", staff(demo, "receiver"))


def test_a_topmost_unit_made_later_is_no_way_into_the_office(demo: Office) -> None:
    report(demo, "NOBODYS")
    demo.units.create(NewUnit(code="H77", name="Đơn vị mới (thử)", kind="province"), staff(demo, "admin"))
    new = hire(demo, "moi.den", admin="H77", head="H77", auditor="H77")
    tree = demo.context.directory.tree()
    assert tree.seat == tree.find(TOP).id
    assert not admin_scope.holds_whole_office(tree, new, "admin") and not demo.traces.whole(new)
    assert admin_scope.holds_whole_office(tree, staff(demo, "admin"), "admin")
    assert seen(demo, new) == set() and {unit.code for unit in demo.units.administered(new)} == {"H77"}
    for attempt in (
        lambda: demo.inbox.page(new),
        lambda: demo.audit.verify_office(new),
        lambda: demo.units.create(NewUnit(code="H78", name="Nữa", kind="province"), new),
        lambda: demo.accounts.grant("moi.den", "admin", TOP, new),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert demo.inbox.waiting(new) is None
    with pytest.raises(NotFound):
        demo.accounts.person("quantri", new)


@pytest.mark.parametrize(("minutes", "doubt"), [(-10, "early"), (-4, ""), (0, ""), (4, ""), (10, "future")])
def test_a_time_that_cannot_be_is_marked_for_good(demo: Office, minutes: int, doubt: str) -> None:
    dossier = open_dossier(demo, "1.004873")
    demo.online_payments.asked(dossier.code, "TT1", 75_000, "Lệ phí", "", "")
    now = demo.context.now()
    paid = now + timedelta(minutes=minutes)
    report(demo, "TT1", amount=75_000, paid_at=paid)
    (line,) = demo.payments.of_dossier(dossier.code, SYSTEM).lines
    assert line.doubt == doubt and line.at == min(paid, now)
    (event,) = [one for one in demo.dossiers.history(dossier.code, SYSTEM) if one.kind == "worker.payment.received"]
    assert event.payload.get("doubt", "") == doubt and event.payload["paid_at"] == paid.isoformat()


def test_the_same_name_with_other_contents_is_kept_once_for_a_person(demo: Office) -> None:
    keep, admin = demo.inbound.keep, staff(demo, "admin")
    assert keep("payment-received", "feed", Arrival("7", "payment.received", "TT1", "a" * 64), b"{1}")
    assert not keep("payment-received", "callback", Arrival("7", "payment.received", "TT1", "a" * 64), b"{1 }")
    assert keep("payment-received", "feed", Arrival("7", "payment.received", "TT1", "b" * 64), b"{2}")
    assert not keep("payment-received", "callback", Arrival("7", "payment.received", "TT1", "b" * 64), b"{2}")
    (parked,) = demo.inbox.page(admin).items
    assert (parked.reason, parked.detail, demo.inbox.get(parked.id, admin).raw) == (CONTRADICTION, "7", b"{2}")
    assert not keep("payment-received", "feed", Arrival("7"), b"{3}"), "who says nothing contradicts nothing"
