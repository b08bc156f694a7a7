"""Whatever money a dossier has seen: the check says intact, and names every line that is changed, taken out or put in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, insert, select, update

from core.db.base import table_of
from core.db.models import Payment, PaymentDifference
from core.domain.payments import DifferenceState
from core.domain.replay_of_money import COLUMNS
from core.services.audit.money_findings import PAYMENT_COLUMNS
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.payments import PaymentReport
from tests.db.test_dossier_way import open_dossier
from tests.support.clock import TestClock
from tests.support.offices import differences
from tests.support.staff import staff
from tests.unit.procedures.test_in_the_office import Desk

pytestmark = [pytest.mark.past_the_office, pytest.mark.usefixtures("database_url")]
FEE = 75_000
LINES, WRONG = table_of(Payment), table_of(PaymentDifference)


class Till:
    """The money of one dossier, drawn at random: asked for, reported, settled, given back."""

    def __init__(self, office: Office, clock: TestClock, seed: int) -> None:
        self._office, self._clock, self._random = office, clock, Random(seed)
        self.code = open_dossier(office, "1.004873").code
        self._asked = 0

    def go_on(self, steps: int) -> None:
        """Takes so many steps, the first of which bring money in."""
        acts = [self._whole, self._part, self._again, self._back, self._settle]
        for act in (self._whole, self._part, self._settle, self._back, *self._random.choices(acts, k=steps)):
            act()
            self._clock.advance(minutes=self._random.randint(1, 90))

    def _report(self, amount: int) -> None:
        self._asked += 1
        payment = f"TT{self._asked}"
        self._office.online_payments.asked(self.code, payment, FEE, "Lệ phí", "", "")
        paid = self._office.context.now() + timedelta(minutes=self._random.choice((-400, -1, 0, 60)))
        self._office.online_payments.reported(
            PaymentReport(code=payment, reference=f"G{self._asked}", amount=amount, paid_at=paid)
        )

    def _whole(self) -> None:
        self._report(FEE)

    def _part(self) -> None:
        self._report(self._random.randint(1, FEE - 1))

    def _again(self) -> None:
        now = self._office.context.now()
        report = PaymentReport(code=f"TT{self._asked}", reference=uuid4().hex, amount=FEE, paid_at=now)
        self._office.online_payments.reported(report)

    def _settle(self) -> None:
        for one in self._office.payments.of_dossier(self.code, SYSTEM).differences:
            if one.state == DifferenceState.OPEN:
                choice = self._random.choice(one.settlements)
                self._office.payments.settle(one.id, choice, "Đã gọi", staff(self._office, "receiver"))

    def _back(self) -> None:
        lines = [one for one in self._office.payments.of_dossier(self.code, SYSTEM).lines if one.refundable]
        if lines:
            line = self._random.choice(lines)
            amount = self._random.randint(1, line.refundable)
            self._office.payments.refund(
                self.code, line.id, amount, "cash", "Thu thừa", staff(self._office, "receiver")
            )


def rows(office: Office, table: Any) -> list[dict[str, Any]]:
    with office.context.work.read() as work:
        return [dict(row._mapping) for row in work.execute(select(*table.c).order_by(table.c.id))]


def write(office: Office, *statements: Any) -> None:
    """Writes past the office."""
    with office.context.work() as work:
        for statement in statements:
            assert work.connection.execute(statement).rowcount


def found(office: Office, code: str) -> list[str]:
    return [str(one.sentence) for one in office.audit.verify(code, SYSTEM).findings]


def other(row: dict[str, Any], name: str) -> Any:
    """Another value for a column of a line."""
    value = row[name]
    changes: dict[type, Any] = {int: lambda: value + 1, UUID: lambda: None, type(None): lambda: "G-false"}
    if name == "refund_of_id":
        return None if value else row["id"]
    if name == "at":
        return value + timedelta(seconds=1)
    return changes.get(type(value), lambda: f"{value}x")()


def changes(lines: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], str]]:
    for row in lines:
        for name in COLUMNS:
            yield row, name


@pytest.mark.parametrize("seed", range(3))
def test_a_line_that_is_changed_taken_out_or_put_in_is_named(demo: Office, clock: TestClock, seed: int) -> None:
    till = Till(demo, clock, seed)
    till.go_on(8)
    assert found(demo, till.code) == [] and differences(demo) == []
    lines = rows(demo, LINES)
    assert {"received", "refunded"} == {row["kind"] for row in lines}
    for row, name in changes(lines):
        here = LINES.c.id == row["id"]
        write(demo, update(LINES).where(here).values({name: other(row, name)}))
        (told,) = found(demo, till.code)
        assert row["receipt_number"] in told and str(PAYMENT_COLUMNS[name]) in told
        write(demo, update(LINES).where(here).values({name: row[name]}))
    for row in [row for row in lines if row["kind"] == "refunded"]:
        write(demo, delete(LINES).where(LINES.c.id == row["id"]))
        assert [row["receipt_number"] in one and "is gone" in one for one in found(demo, till.code)] == [True]
        write(demo, insert(LINES).values(row))
    false = {**lines[0], "id": uuid4(), "receipt_number": "BL-FALSE", "reference": None}
    write(demo, insert(LINES).values(false))
    assert found(demo, till.code) == ["There is a line BL-FALSE in the ledger that no event records."]


def test_a_line_moved_to_another_dossier_is_named_in_both(demo: Office, clock: TestClock) -> None:
    till, elsewhere = Till(demo, clock, 1), open_dossier(demo, "2.000908")
    till.go_on(0)
    line = next(row for row in rows(demo, LINES) if row["kind"] == "refunded")
    write(demo, update(LINES).where(LINES.c.id == line["id"]).values(dossier_id=elsewhere.id))
    assert len(found(demo, till.code)) == len(found(demo, elsewhere.code)) == 1


def test_what_became_of_money_that_did_not_add_up_cannot_be_rewritten(demo: Office, clock: TestClock) -> None:
    till = Till(demo, clock, 2)
    till.go_on(0)
    settled = next(row for row in rows(demo, WRONG) if row["state"] == DifferenceState.SETTLED)
    here = WRONG.c.id == settled["id"]
    for name in ("note", "settlement", "settled_by_name"):
        write(demo, update(WRONG).where(here).values({name: "khác"}))
        assert [one.startswith("What became of money") for one in found(demo, till.code)] == [True], name
        write(demo, update(WRONG).where(here).values({name: settled[name]}))
    write(demo, delete(WRONG).where(here))
    assert all("is gone" in one for one in found(demo, till.code)) and found(demo, till.code)
    write(demo, insert(WRONG).values(settled))
    till._part()
    quiet = {"state": DifferenceState.SETTLED, "settlement": "cleared"}
    write(demo, update(WRONG).where(WRONG.c.state == DifferenceState.OPEN).values(quiet))
    (told,) = found(demo, till.code)
    assert "is called settled, which no event records" in told


def test_cash_at_the_desk_is_covered(demo: Office, credentials: dict[str, Any]) -> None:
    roles = Desk(demo, credentials)
    code = roles.open("house-permit", "counter", "counter")
    while not rows(demo, LINES):
        roles.work(roles.dossier(code).tasks[0])
    assert found(demo, code) == []
    write(demo, update(LINES).values(amount=LINES.c.amount + 1))
    (told,) = found(demo, code)
    assert told.startswith("Of the ledger's line ") and "the amount is not what event" in told
