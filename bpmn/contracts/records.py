"""The records axis: the national portal and other offices."""

from __future__ import annotations

from typing import Final

from bpmn.bilingual import Bilingual
from bpmn.contracts.contract import Contract, ContractFault, ContractMessage, ContractValue, Header, Kind

_AXIS = Bilingual(en="the records axis", vi="trục liên thông văn bản")

STATUS: Final = Contract(
    topic="records.status",
    name=Bilingual(en="Report the status", vi="Báo trạng thái hồ sơ"),
    text=Bilingual(
        en="Reports the dossier's status to the national system; with retries.",
        vi="Báo trạng thái của hồ sơ tới hệ thống quốc gia; có thử lại, không chặn kết quả.",
    ),
    by=_AXIS,
    inputs=(
        ContractValue(
            "status",
            Bilingual(en="Status reported (FEEL)", vi="Trạng thái báo đi (FEEL)"),
            Kind.STATUS,
            default=Bilingual(en="the dossier's", vi="của hồ sơ"),
        ),
    ),
    outputs=(ContractValue("synchronised", Bilingual(en="Reported", vi="Đã báo"), Kind.BOOLEAN, required=True),),
)

DOCUMENT: Final = Contract(
    topic="records.document",
    name=Bilingual(en="Send a letter to another office", vi="Gửi công văn tới cơ quan khác"),
    text=Bilingual(
        en="Sends an electronic letter to another unit; its answer arrives as message records.answer with the letter's code.",
        vi="Gửi văn bản điện tử tới đơn vị khác; câu trả lời về bằng thông điệp records.answer theo mã công văn.",
    ),
    by=_AXIS,
    inputs=(
        ContractValue(
            "to", Bilingual(en="Identifier of the receiving unit", vi="Mã định danh đơn vị nhận"), required=True
        ),
        ContractValue(
            "subject",
            Bilingual(en="Subject", vi="Trích yếu"),
            default=Bilingual(en="“Hồ sơ” and its code", vi="“Hồ sơ” và mã"),
        ),
        ContractValue(
            "inquiryCode",
            Bilingual(en="Code of the letter (correlation key)", vi="Mã công văn (khoá tương quan)"),
            default=Bilingual(en="the dossier's code", vi="mã hồ sơ"),
        ),
        ContractValue("content", Bilingual(en="Content", vi="Nội dung"), required=True),
        ContractValue(
            "papers",
            Bilingual(
                en="Papers sent along: all, or keys of the list of papers with commas between",
                vi="Giấy tờ gửi kèm: all, hoặc các mã thành phần cách nhau bằng dấu phẩy",
            ),
            default=Bilingual(en="none", vi="không gửi kèm"),
        ),
        ContractValue(
            "earlier",
            Bilingual(
                en="Code of the earlier letter, unless this one is new", vi="Mã công văn trước, nếu không phải gửi mới"
            ),
        ),
        ContractValue(
            "reason", Bilingual(en="Why it changes the earlier letter", vi="Lý do thu hồi, cập nhật, thay thế")
        ),
    ),
    headers=(
        Header(
            "kind",
            Bilingual(en="What the letter does", vi="Nghiệp vụ"),
            choices={
                "new": Bilingual(en="is new", vi="gửi mới"),
                "revoke": Bilingual(en="revokes an earlier letter", vi="thu hồi công văn trước"),
                "update": Bilingual(en="updates an earlier letter", vi="cập nhật công văn trước"),
                "replace": Bilingual(en="replaces an earlier letter", vi="thay thế công văn trước"),
            },
            default="new",
        ),
    ),
    outputs=(ContractValue("inquiryCode", Bilingual(en="The letter's code", vi="Mã công văn"), required=True),),
    faults=(
        ContractFault(
            "unit-unknown", Bilingual(en="The axis knows no such unit.", vi="Trục không có đơn vị nhận này.")
        ),
        ContractFault(
            "letter-refused", Bilingual(en="The axis does not take the letter.", vi="Trục không nhận công văn.")
        ),
    ),
    messages=(
        ContractMessage(
            "records.answer",
            Bilingual(en="The other office has answered.", vi="Cơ quan khác đã trả lời."),
            key="inquiryCode",
            variables=(
                ContractValue("answer", Bilingual(en="Answer", vi="Câu trả lời"), required=True),
                ContractValue("answeredBy", Bilingual(en="Who answered", vi="Người trả lời"), required=True),
                ContractValue("note", Bilingual(en="Note", vi="Ghi chú")),
            ),
        ),
    ),
)

CONTRACTS: Final = (STATUS, DOCUMENT)
