"""Notices by e-mail and by message."""

from __future__ import annotations

from typing import Final

from bpmn.bilingual import Bilingual
from bpmn.contracts.contract import Contract, ContractValue, Header, Kind

SEND: Final = Contract(
    topic="notify.send",
    name=Bilingual(en="Send a notice", vi="Gửi thông báo"),
    text=Bilingual(
        en="Tells the applicant in the way they chose, or mails a role or an address; changes of status need no such step.",
        vi="Báo cho người nộp theo cách đã chọn, hoặc gửi thư cho một vai trò, một địa chỉ; đổi trạng thái không cần bước này.",
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
        ContractValue("way", Bilingual(en="Way: email, sms or oa", vi="Cách gửi: email, sms hoặc oa")),
        ContractValue("reference", Bilingual(en="The gateway's number", vi="Mã tin của tổng đài")),
        ContractValue("segments", Bilingual(en="Segments of a text message", vi="Số phần của tin SMS"), Kind.COUNT),
        ContractValue(
            "instead",
            Bilingual(en="Why not in the way that was chosen", vi="Vì sao không theo cách đã chọn"),
        ),
        ContractValue("reason", Bilingual(en="Why nothing was sent", vi="Lý do không gửi")),
    ),
)

CONTRACTS: Final = (SEND,)
