"""Look-ups of people in registers of others. Each names its purpose; the officer is whoever's deed led to it."""

from __future__ import annotations

from typing import Final

from bpmn.bilingual import Bilingual
from bpmn.contracts.contract import Contract, ContractFault, ContractValue, Header, Kind

_APPLICANTS = Bilingual(
    en="the applicant's, if neither number nor name is given", vi="của người nộp, nếu không cho cả số và tên"
)
_IDENTITY = ContractValue("identityNumber", Bilingual(en="Identity number", vi="Số định danh"), default=_APPLICANTS)
_NAME = ContractValue("name", Bilingual(en="Name", vi="Họ và tên"), default=_APPLICANTS)
_PURPOSE = ContractValue(
    "purpose",
    Bilingual(en="Purpose, with the provision of law it rests on", vi="Mục đích tra cứu, kèm căn cứ pháp luật"),
    required=True,
)
_REQUEST = ContractValue("request", Bilingual(en="Number of the request", vi="Số yêu cầu tra cứu"), required=True)
_ASKED_BY = ContractValue("askedBy", Bilingual(en="For which officer", vi="Công chức đứng tên tra cứu"), required=True)
_ANSWERED_AT = ContractValue(
    "answeredAt", Bilingual(en="When it was answered", vi="Thời điểm trả lời"), Kind.MOMENT, required=True
)

CITIZEN: Final = Contract(
    topic="records.citizen",
    name=Bilingual(en="Look up a citizen", vi="Tra cứu công dân"),
    text=Bilingual(
        en="Confirms number, name and birth of a person with the national population database, or asks it for what it has.",
        vi="Xác thực số định danh, họ tên, ngày sinh với cơ sở dữ liệu quốc gia về dân cư, hoặc tra cứu thông tin của công dân.",
    ),
    by=Bilingual(en="the national population database", vi="cơ sở dữ liệu quốc gia về dân cư"),
    inputs=(
        _PURPOSE,
        _IDENTITY,
        _NAME,
        ContractValue(
            "birthDate",
            Bilingual(en="Day or year of birth", vi="Ngày hoặc năm sinh"),
            default=Bilingual(
                en="none: nothing is asked (citizen-not-asked)", vi="không có: không hỏi được (citizen-not-asked)"
            ),
        ),
    ),
    headers=(
        Header(
            "operation",
            Bilingual(en="What is asked", vi="Yêu cầu"),
            choices={
                "confirm": Bilingual(en="confirm: yes or no", vi="xác thực: khớp hay không"),
                "compare": Bilingual(en="compare: which of them differ", vi="đối chiếu: thông tin nào khác"),
                "look-up": Bilingual(
                    en="look up name, birth, sex, residence", vi="tra cứu họ tên, ngày sinh, giới tính, nơi thường trú"
                ),
            },
            default="confirm",
        ),
    ),
    outputs=(
        ContractValue("matches", Bilingual(en="Whether they agree", vi="Khớp"), Kind.BOOLEAN, required=True),
        ContractValue(
            "differs",
            Bilingual(
                en="What differs, with commas: identityNumber (nobody has it), name, birthDate; empty: nothing",
                vi="Thông tin khác, cách nhau bằng dấu phẩy: identityNumber (không ai có số này), name, birthDate; rỗng: không khác",
            ),
        ),
        ContractValue("citizen", Bilingual(en="What the database tells", vi="Thông tin được trả về"), Kind.CONTEXT),
        _REQUEST,
        _ASKED_BY,
        _ANSWERED_AT,
    ),
    faults=(
        ContractFault(
            "citizen-unknown",
            Bilingual(en="There is no citizen with this number.", vi="Không có công dân với số định danh này."),
        ),
        ContractFault(
            "citizen-not-asked",
            Bilingual(
                en="Nothing can be asked: number, name or birth is missing, or the office has no such database.",
                vi="Không hỏi được: thiếu số định danh, họ tên hoặc ngày sinh, hoặc cơ quan chưa nối cơ sở dữ liệu này.",
            ),
        ),
    ),
)

LOOKUP: Final = Contract(
    topic="records.lookup",
    name=Bilingual(en="Look up in a register", vi="Tra cứu sổ, cơ sở dữ liệu"),
    text=Bilingual(
        en="Asks the register of poor households, of certifications, or the residence archive of the police; the answer comes within the step.",
        vi="Tra sổ hộ nghèo, sổ chứng thực, hoặc đối chiếu tàng thư hộ khẩu của công an; có trả lời ngay trong bước.",
    ),
    by=Bilingual(en="the register asked", vi="nơi giữ sổ được tra cứu"),
    inputs=(
        _PURPOSE,
        _IDENTITY,
        _NAME,
        ContractValue("birthDate", Bilingual(en="Day or year of birth", vi="Ngày hoặc năm sinh")),
        ContractValue(
            "number",
            Bilingual(en="Number of the entry, such as of a certification", vi="Số trong sổ, như số chứng thực"),
        ),
    ),
    headers=(
        Header(
            "register",
            Bilingual(en="Register", vi="Sổ cần tra"),
            choices={
                "poor-households": Bilingual(en="poor and near-poor households", vi="hộ nghèo, hộ cận nghèo"),
                "certifications": Bilingual(en="certifications", vi="sổ chứng thực"),
                "residence-archive": Bilingual(en="residence archive of the police", vi="tàng thư hộ khẩu của công an"),
            },
        ),
    ),
    outputs=(
        ContractValue(
            "found", Bilingual(en="Whether there is an entry", vi="Có trong sổ"), Kind.BOOLEAN, required=True
        ),
        ContractValue("entry", Bilingual(en="The entry", vi="Nội dung trong sổ"), Kind.CONTEXT),
        _REQUEST,
        _ASKED_BY,
        _ANSWERED_AT,
    ),
    faults=(
        ContractFault(
            "subject-unclear",
            Bilingual(
                en="What is given fits nobody in particular: the register has several.",
                vi="Thông tin đã cho chưa đủ để xác định một người: sổ có nhiều người trùng.",
            ),
        ),
    ),
)

CONTRACTS: Final = (CITIZEN, LOOKUP)
