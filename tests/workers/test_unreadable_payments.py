"""A payment nobody can read is parked for a person, and keeps no other money back."""

from __future__ import annotations

import pytest
from redis import Redis

from core.db.models import PaymentDifference
from core.domain.states import ANY_STATE
from core.services.views.actors import SYSTEM
from tests.workers.conftest import Outside
from tests.workers.test_payment import rows
from workers.context import WorkerContext
from workers.payment import receipts


@pytest.mark.parametrize("amount", [-5, 10**15])
def test_a_line_that_cannot_be_read_is_parked_and_keeps_nothing_back(
    paying: WorkerContext, redis: Redis, platform: Outside, amount: int
) -> None:
    platform.tell("/_pay", paymentCode="KHONGCO<b>", amount=amount)
    platform.tell("/_pay", paymentCode="KHONGCO2", amount=8_000)
    receipts.follow(paying, redis)
    (parked,) = [one for one in paying.office.inbox.page(SYSTEM, ANY_STATE).items if one.reason]
    assert parked.reason == "unreadable"
    assert [one.amount for one in rows(paying, PaymentDifference)] == [8_000], "what came after it is booked"
