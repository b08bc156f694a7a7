"""Letters about money: amounts and receipt numbers after payment, and one for each refund."""

from __future__ import annotations

from typing import Any

import pytest

from core.services.views.actors import SYSTEM
from tests.support.staff import staff
from tests.unit.procedures.test_in_the_office import Desk
from tests.workers import test_letters_of_notices
from tests.workers.conftest import Mail
from tests.workers.test_fee_of_permit import permit_with_receipt, take
from tests.workers.test_letters_of_notices import letter
from workers.context import WorkerContext

ctx = test_letters_of_notices.ctx


@pytest.fixture
def paid(ctx: WorkerContext, credentials: dict[str, Any]) -> str:
    """A permit whose fee was paid in cash at the desk."""
    desk = Desk(ctx.office, credentials)
    code, _secret = permit_with_receipt(desk)
    (task,) = [one for one in desk.dossier(code).tasks if one.kind == "pay"]
    take(desk, task, paymentMethod="cash", paidAmount=75_000, paymentReceipt="BL-0042")
    return code


def test_the_letter_after_payment_names_the_amount_and_the_receipt(
    ctx: WorkerContext, mailbox: Mail, paid: str
) -> None:
    told = letter(ctx, mailbox, "Hồ sơ tiếp tục được giải quyết")
    assert "75.000 đồng, biên lai số BL-0042" in told and paid in told


@pytest.mark.parametrize("amount", [75_000, 25_000])
def test_a_refund_is_told_once(ctx: WorkerContext, mailbox: Mail, paid: str, amount: int) -> None:
    (line,) = ctx.office.payments.of_dossier(paid, SYSTEM).lines
    for _again in range(2):
        by = staff(ctx.office, "receiver")
        ctx.office.payments.refund(paid, line.id, amount, "transfer", "Gọi bà Mẫu", by, "key-of-the-click")
    told = letter(ctx, mailbox, "Hoàn phí, lệ phí")
    assert f"đã hoàn {amount // 1000}.000 đồng" in told and f"{paid}/BL2" in told and "BL-0042" in told
    assert "chuyển khoản" in told and "Gọi bà Mẫu" not in told
