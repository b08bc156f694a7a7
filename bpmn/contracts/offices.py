"""Other offices that run this software: asked, or handed a dossier to, and answered."""

from __future__ import annotations

from typing import Final

from bpmn.bilingual import Bilingual
from bpmn.contracts.contract import Contract, ContractFault, ContractMessage, ContractValue, Header, Kind

_OFFICE: Final = Bilingual(en="another office", vi="cơ quan khác")
_PAPERS: Final = ContractValue(
    "papers",
    Bilingual(
        en="Papers sent along: all, or keys of the list of papers with commas between",
        vi="Giấy tờ gửi kèm: all, hoặc các mã thành phần cách nhau bằng dấu phẩy",
    ),
    default=Bilingual(en="none", vi="không gửi kèm"),
)
_TO: Final = ContractValue("office", Bilingual(en="Code of the other office", vi="Mã cơ quan nhận"), required=True)
_UNKNOWN: Final = ContractFault(
    "office-unknown",
    Bilingual(en="No such office is agreed with.", vi="Chưa trao đổi khoá với cơ quan này."),
)

ASK: Final = Contract(
    topic="office.ask",
    name=Bilingual(en="Ask another office, or hand the dossier to it", vi="Hỏi hoặc chuyển hồ sơ sang cơ quan khác"),
    text=Bilingual(
        en="Opens a dossier at another office that runs this software; what it answers arrives as messages with the request's code.",
        vi="Mở hồ sơ tại cơ quan khác dùng phần mềm này; trả lời về bằng các thông điệp theo mã yêu cầu.",
    ),
    by=_OFFICE,
    inputs=(
        _TO,
        ContractValue(
            "unit",
            Bilingual(en="Code of the unit there", vi="Mã đơn vị ở cơ quan đó"),
            default=Bilingual(en="the office's", vi="mã cơ quan nhận"),
        ),
        ContractValue(
            "matter",
            Bilingual(
                en="Matter: the procedure there begins with the message office.asked. and this word",
                vi="Việc cần làm: thủ tục bên kia mở đầu bằng thông điệp office.asked. và từ này",
            ),
            required=True,
        ),
        ContractValue("question", Bilingual(en="Question", vi="Nội dung"), required=True),
        ContractValue(
            "data",
            Bilingual(en="What the form of reception there holds", vi="Dữ liệu cho biểu mẫu tiếp nhận bên kia"),
            Kind.CONTEXT,
            default=Bilingual(en="nothing", vi="không có"),
        ),
        ContractValue(
            "due",
            Bilingual(en="Last moment of the answer", vi="Hạn trả lời"),
            Kind.MOMENT,
            default=Bilingual(en="the time limit of the procedure there", vi="thời hạn của thủ tục bên kia"),
        ),
        _PAPERS,
    ),
    outputs=(ContractValue("requestCode", Bilingual(en="The request's code", vi="Mã yêu cầu"), required=True),),
    faults=(_UNKNOWN,),
    meanwhile=Bilingual(
        en="If it is urgent, call the other office: the question need not be asked again, and opens one dossier there however "
        "often it is sent. Where the procedure sets a last day, it goes on to verifying in another way after it.",
        vi="Nếu gấp, hãy gọi cho cơ quan kia: không phải hỏi lại, câu hỏi gửi nhiều lần vẫn chỉ mở một hồ sơ bên đó. "
        "Quy trình có hạn trả lời thì sau hạn sẽ mở bước xác minh bằng cách khác.",
    ),
    messages=(
        ContractMessage(
            "office.answered",
            Bilingual(en="The other office has answered.", vi="Cơ quan kia đã trả lời."),
            key="requestCode",
            variables=(
                ContractValue("answer", Bilingual(en="Answer", vi="Câu trả lời"), required=True),
                ContractValue("answeredBy", Bilingual(en="Who answered", vi="Cơ quan trả lời"), required=True),
                ContractValue("answeredAt", Bilingual(en="When", vi="Lúc"), Kind.MOMENT, required=True),
                ContractValue("result", Bilingual(en="Further values", vi="Giá trị kèm theo"), Kind.CONTEXT),
            ),
        ),
        ContractMessage(
            "office.paper-received",
            Bilingual(en="The other office has the paper file.", vi="Cơ quan kia đã nhận hồ sơ giấy."),
            key="requestCode",
            variables=(
                ContractValue("receivedAt", Bilingual(en="When", vi="Lúc"), Kind.MOMENT, required=True),
                ContractValue("receivedBy", Bilingual(en="Who received it", vi="Nơi nhận"), required=True),
                ContractValue("note", Bilingual(en="Note", vi="Ghi chú")),
            ),
        ),
    ),
)

ANSWER: Final = Contract(
    topic="office.answer",
    name=Bilingual(en="Answer another office", vi="Trả lời cơ quan khác"),
    text=Bilingual(
        en="Answers the office that asked, or tells it that the paper file has arrived.",
        vi="Trả lời cơ quan đã hỏi, hoặc báo đã nhận hồ sơ giấy.",
    ),
    by=_OFFICE,
    inputs=(
        _TO,
        ContractValue("requestCode", Bilingual(en="The request's code", vi="Mã yêu cầu"), required=True),
        ContractValue("answer", Bilingual(en="Answer, or note", vi="Câu trả lời, hoặc ghi chú"), required=True),
        ContractValue(
            "at",
            Bilingual(en="When it happened", vi="Thời điểm"),
            Kind.MOMENT,
            default=Bilingual(en="now", vi="bây giờ"),
        ),
        ContractValue(
            "result",
            Bilingual(en="Further values", vi="Giá trị kèm theo"),
            Kind.CONTEXT,
            default=Bilingual(en="none", vi="không có"),
        ),
        _PAPERS,
    ),
    headers=(
        Header(
            "kind",
            Bilingual(en="What is told", vi="Nội dung báo"),
            choices={
                "answered": Bilingual(en="the answer", vi="câu trả lời"),
                "paper-received": Bilingual(en="the paper file has arrived", vi="đã nhận hồ sơ giấy"),
            },
            default="answered",
        ),
    ),
    outputs=(ContractValue("told", Bilingual(en="Told", vi="Đã báo"), Kind.BOOLEAN, required=True),),
    faults=(_UNKNOWN,),
    meanwhile=Bilingual(
        en="If its last day is near, tell the other office by telephone or letter: the answer is sent all the same.",
        vi="Nếu sắp hết hạn trả lời, hãy báo cơ quan kia bằng điện thoại hoặc văn bản: câu trả lời vẫn tự gửi sau.",
    ),
)

CONTRACTS: Final = (ASK, ANSWER)
