"""Notices by e-mail."""

from __future__ import annotations

from typing import Final

from bpmn.contracts.contract import Contract, Header, Kind, Value, Words

SEND: Final = Contract(
    topic="notify.send",
    name=Words("Gửi thông báo", "Send a notice"),
    text=Words(
        "Gửi thư điện tử cho người nộp, một vai trò hoặc một địa chỉ; đổi trạng thái đã tự thông báo, không cần bước này.",
        "Mails the applicant, a role or an address; changes of status are announced automatically and need no such step.",
    ),
    by=Words("bộ phận gửi thông báo", "the notices"),
    inputs=(
        Value("to", Words("Gửi tới", "To"), otherwise=Words("người nộp (applicant)", "the applicant (applicant)")),
        Value("subject", Words("Tiêu đề", "Subject"), otherwise=Words("của mẫu thư", "the template's")),
        Value("text", Words("Nội dung", "Text"), otherwise=Words("của mẫu thư", "the template's")),
        Value("status", Words("Trạng thái cần báo", "Status to tell of"), Kind.STATUS),
    ),
    headers=(Header("template", Words("Mẫu thư", "Mail template"), otherwise="reminder"),),
    outputs=(
        Value("sent", Words("Đã gửi", "Sent"), Kind.BOOLEAN, needed=True),
        Value("recipients", Words("Số người nhận", "Number of recipients"), Kind.COUNT),
        Value("reason", Words("Lý do không gửi", "Why nothing was sent")),
    ),
)

CONTRACTS: Final = (SEND,)
