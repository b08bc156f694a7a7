"""Fees and charges, paid through the national payment platform."""

from __future__ import annotations

from typing import Final

from bpmn.bilingual import Bilingual
from bpmn.contracts.contract import Contract, ContractFault, ContractMessage, ContractValue, Kind

REQUEST: Final = Contract(
    topic="payment.request",
    name=Bilingual(en="Request a payment", vi="Yêu cầu thanh toán"),
    text=Bilingual(
        en="Asks for a fee to be paid online; message payment.received tells, by the payment's code, that it has been.",
        vi="Lập yêu cầu thanh toán phí, lệ phí trực tuyến; tiền về báo bằng thông điệp payment.received theo mã thanh toán.",
    ),
    by=Bilingual(en="the payment platform", vi="nền tảng thanh toán"),
    inputs=(
        ContractValue("amount", Bilingual(en="Amount", vi="Số tiền"), Kind.AMOUNT, required=True),
        ContractValue(
            "content",
            Bilingual(en="What it is for", vi="Nội dung thanh toán"),
            default=Bilingual(en="the dossier's code", vi="mã hồ sơ"),
        ),
        ContractValue(
            "payer", Bilingual(en="Payer", vi="Người nộp tiền"), default=Bilingual(en="the applicant", vi="người nộp")
        ),
    ),
    outputs=(
        ContractValue("paymentCode", Bilingual(en="Code of the payment", vi="Mã thanh toán"), required=True),
        ContractValue("paymentAddress", Bilingual(en="Address of the page to pay at", vi="Địa chỉ trang thanh toán")),
    ),
    faults=(
        ContractFault(
            "payment-refused",
            Bilingual(en="The platform does not take this request.", vi="Nền tảng không nhận yêu cầu thanh toán này."),
        ),
    ),
    messages=(
        ContractMessage(
            "payment.received",
            Bilingual(en="The money has been paid.", vi="Đã nộp tiền."),
            key="paymentCode",
            booked=True,
            variables=(
                ContractValue("amount", Bilingual(en="Amount paid", vi="Số tiền đã nộp"), Kind.AMOUNT, required=True),
                ContractValue("paidAt", Bilingual(en="When", vi="Lúc nộp"), Kind.MOMENT, required=True),
                ContractValue("receiptNumber", Bilingual(en="Number of the receipt", vi="Số biên lai")),
            ),
        ),
    ),
)

CONTRACTS: Final = (REQUEST,)
