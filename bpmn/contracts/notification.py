"""Notices by e-mail."""

from __future__ import annotations

from typing import Final

from bpmn.bilingual import Bilingual
from bpmn.contracts.contract import Contract, ContractValue, Header, Kind

SEND: Final = Contract(
    topic="notify.send",
    name=Bilingual(en="Send a notice", vi="Gửi thông báo"),
    text=Bilingual(
        en="Mails the applicant, a role or an address; changes of status are announced automatically and need no such step.",
        vi="Gửi thư điện tử cho người nộp, một vai trò hoặc một địa chỉ; đổi trạng thái đã tự thông báo, không cần bước này.",
    ),
    by=Bilingual(en="the notices", vi="bộ phận gửi thông báo"),
    inputs=(
        ContractValue(
            "to",
            Bilingual(en="To", vi="Gửi tới"),
            default=Bilingual(en="the applicant (applicant)", vi="người nộp (applicant)"),
        ),
        ContractValue(
            "subject", Bilingual(en="Subject", vi="Tiêu đề"), default=Bilingual(en="the template's", vi="của mẫu thư")
        ),
        ContractValue(
            "text", Bilingual(en="Text", vi="Nội dung"), default=Bilingual(en="the template's", vi="của mẫu thư")
        ),
        ContractValue("status", Bilingual(en="Status to tell of", vi="Trạng thái cần báo"), Kind.STATUS),
    ),
    headers=(Header("template", Bilingual(en="Mail template", vi="Mẫu thư"), default="reminder"),),
    further_inputs=Bilingual(
        en="what the letter's template names beside the office's own facts",
        vi="giá trị mà mẫu thư dùng, ngoài các dữ kiện có sẵn của cơ quan",
    ),
    outputs=(
        ContractValue("sent", Bilingual(en="Sent", vi="Đã gửi"), Kind.BOOLEAN, required=True),
        ContractValue("recipients", Bilingual(en="Number of recipients", vi="Số người nhận"), Kind.COUNT),
        ContractValue("reason", Bilingual(en="Why nothing was sent", vi="Lý do không gửi")),
    ),
)

CONTRACTS: Final = (SEND,)
