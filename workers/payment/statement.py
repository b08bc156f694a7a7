"""The platform's file of a day: CSV in UTF-8 with a head, one transaction a line, amounts in đồng, times with an offset."""

from __future__ import annotations

import csv
import io
from typing import Final

from pydantic import ValidationError

from core.services.views.payments import PaymentReport
from workers.payment.wire import Transaction

COLUMNS: Final = ("transaction", "paymentCode", "amount", "paidAt")


class StatementInvalid(Exception):
    """The file is not what was agreed; the text names the line."""


def read(data: bytes) -> tuple[PaymentReport, ...]:
    """The transactions of a file, which may have further columns. Raises :class:`StatementInvalid`: nothing is left out."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise StatementInvalid("no UTF-8") from error
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise StatementInvalid(f"line 1: no column {missing[0]}")
        return tuple(_report(row, rows.line_num) for row in rows)
    except csv.Error as error:
        raise StatementInvalid(f"line {rows.line_num}: {error}") from error


def _report(row: dict[str, str], line: int) -> PaymentReport:
    try:
        one = Transaction.model_validate({"id": str(line), **{name: row[name] for name in COLUMNS}})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise StatementInvalid(f"line {line}: {first['loc'][0]}") from error
    return PaymentReport(code=one.paymentCode, reference=one.transaction, amount=one.amount, paid_at=one.paidAt)
