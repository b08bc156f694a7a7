"""Fees and charges, paid through the national payment platform."""

from __future__ import annotations

from typing import Final

from bpmn.contracts.contract import Contract, Fault, Kind, Message, Value, Words

REQUEST: Final = Contract(
    topic="payment.request",
    name=Words("Yêu cầu thanh toán", "Request a payment"),
    text=Words(
        "Lập yêu cầu thanh toán phí, lệ phí trực tuyến; tiền về báo bằng thông điệp payment.received theo mã thanh toán.",
        "Asks for a fee to be paid online; message payment.received tells, by the payment's code, that it has been.",
    ),
    by=Words("nền tảng thanh toán", "the payment platform"),
    inputs=(
        Value("amount", Words("Số tiền", "Amount"), Kind.AMOUNT, needed=True),
        Value(
            "content", Words("Nội dung thanh toán", "What it is for"), otherwise=Words("mã hồ sơ", "the dossier's code")
        ),
        Value("payer", Words("Người nộp tiền", "Payer"), otherwise=Words("người nộp", "the applicant")),
    ),
    outputs=(
        Value("paymentCode", Words("Mã thanh toán", "Code of the payment"), needed=True),
        Value("paymentAddress", Words("Địa chỉ trang thanh toán", "Address of the page to pay at")),
    ),
    faults=(
        Fault(
            "payment-refused",
            Words("Nền tảng không nhận yêu cầu thanh toán này.", "The platform does not take this request."),
        ),
    ),
    messages=(
        Message(
            "payment.received",
            Words("Đã nộp tiền.", "The money has been paid."),
            key="paymentCode",
            variables=(
                Value("amount", Words("Số tiền đã nộp", "Amount paid"), Kind.AMOUNT, needed=True),
                Value("paidAt", Words("Lúc nộp", "When"), Kind.MOMENT, needed=True),
                Value("receiptNumber", Words("Số biên lai", "Number of the receipt")),
            ),
        ),
    ),
)

CONTRACTS: Final = (REQUEST,)
