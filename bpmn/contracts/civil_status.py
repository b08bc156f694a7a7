"""Births, deaths and marriages handed over to the national civil-status database, and what comes back."""

from __future__ import annotations

from typing import Final

from bpmn.bilingual import Bilingual
from bpmn.contracts.contract import Contract, ContractFault, ContractMessage, ContractValue, Header, Kind

HAND_OVER: Final = Contract(
    topic="records.civil-status",
    name=Bilingual(en="Hand over to civil status", vi="Chuyển đăng ký hộ tịch"),
    text=Bilingual(
        en="Hands a birth, death or marriage over to the national civil-status database; number and result come back as messages.",
        vi="Chuyển việc khai sinh, khai tử, kết hôn sang cơ sở dữ liệu hộ tịch điện tử; số đăng ký và kết quả về bằng thông điệp.",
    ),
    by=Bilingual(en="the national civil-status database", vi="cơ sở dữ liệu hộ tịch điện tử toàn quốc"),
    inputs=(
        ContractValue(
            "record",
            Bilingual(en="What is to be registered, by name", vi="Nội dung đăng ký, theo tên trường"),
            Kind.CONTEXT,
            required=True,
        ),
    ),
    headers=(
        Header(
            "event",
            Bilingual(en="What is registered", vi="Việc hộ tịch"),
            choices={
                "birth": Bilingual(en="a birth", vi="khai sinh"),
                "death": Bilingual(en="a death", vi="khai tử"),
                "marriage": Bilingual(en="a marriage", vi="kết hôn"),
            },
        ),
    ),
    outputs=(
        ContractValue(
            "submission", Bilingual(en="Code of what was handed over", vi="Mã chuyển hộ tịch"), required=True
        ),
    ),
    faults=(
        ContractFault(
            "record-refused",
            Bilingual(en="The database does not take the record.", vi="Cơ sở dữ liệu không nhận nội dung đăng ký."),
        ),
        ContractFault(
            "already-registered",
            Bilingual(en="It is registered already.", vi="Việc hộ tịch này đã được đăng ký."),
        ),
    ),
    messages=(
        ContractMessage(
            "civil-status.registered",
            Bilingual(en="It is registered.", vi="Đã đăng ký hộ tịch."),
            key="submission",
            variables=(
                ContractValue(
                    "registrationNumber", Bilingual(en="Number of the entry", vi="Số đăng ký"), required=True
                ),
                ContractValue("registrationBook", Bilingual(en="Book", vi="Quyển số")),
                ContractValue(
                    "registeredOn", Bilingual(en="Day of registration", vi="Ngày đăng ký"), Kind.DATE, required=True
                ),
                ContractValue("personalNumber", Bilingual(en="Personal number given", vi="Số định danh được cấp")),
            ),
        ),
        ContractMessage(
            "civil-status.returned",
            Bilingual(en="It comes back to be corrected.", vi="Trả lại để chỉnh sửa."),
            key="submission",
            decisive=True,
            variables=(ContractValue("reason", Bilingual(en="Why", vi="Lý do trả lại"), required=True),),
        ),
    ),
)

CONTRACTS: Final = (HAND_OVER,)
