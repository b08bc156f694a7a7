"""The records axis: the national portal, other offices, and the national databases of citizens and civil status."""

from __future__ import annotations

from typing import Final

from bpmn.contracts.contract import Contract, Fault, Kind, Message, Value, Words

_AXIS = Words("trục liên thông văn bản", "the records axis")
_APPLICANTS = Words("của người nộp", "the applicant's")
_IDENTITY = Value("identityNumber", Words("Số định danh", "Identity number"), otherwise=_APPLICANTS)

STATUS: Final = Contract(
    topic="records.status",
    name=Words("Báo trạng thái hồ sơ", "Report the status"),
    text=Words(
        "Báo trạng thái của hồ sơ tới hệ thống quốc gia; có thử lại, không chặn kết quả.",
        "Reports the dossier's status to the national system; with retries.",
    ),
    by=_AXIS,
    inputs=(
        Value(
            "status",
            Words("Trạng thái báo đi (FEEL)", "Status reported (FEEL)"),
            Kind.STATUS,
            otherwise=Words("của hồ sơ", "the dossier's"),
        ),
    ),
    outputs=(Value("synchronised", Words("Đã báo", "Reported"), Kind.BOOLEAN, needed=True),),
)

DOCUMENT: Final = Contract(
    topic="records.document",
    name=Words("Gửi công văn tới cơ quan khác", "Send a letter to another office"),
    text=Words(
        "Gửi văn bản điện tử tới đơn vị khác; câu trả lời về bằng thông điệp records.answer theo mã công văn.",
        "Sends an electronic letter to another unit; its answer arrives as message records.answer with the letter's code.",
    ),
    by=_AXIS,
    inputs=(
        Value("to", Words("Mã định danh đơn vị nhận", "Identifier of the receiving unit"), needed=True),
        Value("subject", Words("Trích yếu", "Subject"), otherwise=Words("“Hồ sơ” và mã", "“Hồ sơ” and its code")),
        Value(
            "inquiryCode",
            Words("Mã công văn (khoá tương quan)", "Code of the letter (correlation key)"),
            otherwise=Words("mã hồ sơ", "the dossier's code"),
        ),
        Value("content", Words("Nội dung", "Content"), needed=True),
    ),
    outputs=(Value("inquiryCode", Words("Mã công văn", "The letter's code"), needed=True),),
    faults=(
        Fault("unit-unknown", Words("Trục không có đơn vị nhận này.", "The axis knows no such unit.")),
        Fault("letter-refused", Words("Trục không nhận công văn.", "The axis does not take the letter.")),
    ),
    messages=(
        Message(
            "records.answer",
            Words("Cơ quan khác đã trả lời.", "The other office has answered."),
            key="inquiryCode",
            variables=(
                Value("answer", Words("Câu trả lời", "Answer"), needed=True),
                Value("answeredBy", Words("Người trả lời", "Who answered"), needed=True),
                Value("note", Words("Ghi chú", "Note")),
            ),
        ),
    ),
)

CITIZEN: Final = Contract(
    topic="records.citizen",
    name=Words("Tra cứu công dân", "Look up a citizen"),
    text=Words(
        "Đối chiếu số định danh, họ tên, ngày sinh với cơ sở dữ liệu quốc gia về dân cư.",
        "Compares identity number, name and date of birth with the national population database.",
    ),
    by=Words("cơ sở dữ liệu quốc gia về dân cư", "the national population database"),
    inputs=(
        _IDENTITY,
        Value("name", Words("Họ và tên", "Name"), otherwise=_APPLICANTS),
        Value("birthDate", Words("Ngày sinh", "Date of birth"), Kind.DATE, needed=True),
    ),
    outputs=(
        Value("matches", Words("Khớp", "Whether they agree"), Kind.BOOLEAN, needed=True),
        Value("citizen", Words("Thông tin được trả về", "What the database tells"), Kind.CONTEXT),
    ),
    faults=(
        Fault(
            "citizen-unknown", Words("Không có công dân với số định danh này.", "There is no citizen with this number.")
        ),
    ),
)

CIVIL_STATUS: Final = Contract(
    topic="records.civil-status",
    name=Words("Tra cứu hộ tịch", "Look up the civil status"),
    text=Words(
        "Tra cứu việc đã đăng ký của một người trong cơ sở dữ liệu hộ tịch điện tử.",
        "Looks up what is registered of a person in the electronic database of civil status.",
    ),
    by=Words("cơ sở dữ liệu hộ tịch điện tử", "the database of civil status"),
    inputs=(
        _IDENTITY,
        Value("event", Words("Việc hộ tịch cần tra", "Event to look up"), needed=True),
    ),
    outputs=(
        Value("found", Words("Đã đăng ký", "Whether it is registered"), Kind.BOOLEAN, needed=True),
        Value("entry", Words("Nội dung đăng ký", "The entry"), Kind.CONTEXT),
    ),
    faults=(
        Fault("person-unknown", Words("Không có người với số định danh này.", "There is no person with this number.")),
    ),
)

CONTRACTS: Final = (STATUS, DOCUMENT, CITIZEN, CIVIL_STATUS)
