"""Papers made and signed by machines."""

from __future__ import annotations

from typing import Final

from bpmn.bilingual import Bilingual
from bpmn.contracts.contract import Contract, ContractFault, ContractValue

RENDER: Final = Contract(
    topic="document.render",
    name=Bilingual(en="Write a paper from a template", vi="Lập văn bản từ mẫu"),
    text=Bilingual(
        en="Writes a PDF from a template and the dossier's data, and keeps it among the dossier's papers.",
        vi="Lập văn bản PDF từ mẫu và dữ liệu của hồ sơ, lưu vào giấy tờ của hồ sơ.",
    ),
    by=Bilingual(en="the writer of papers", vi="bộ phận lập văn bản"),
    inputs=(
        ContractValue("template", Bilingual(en="Template", vi="Mẫu văn bản"), required=True),
        ContractValue(
            "title", Bilingual(en="Title", vi="Tên văn bản"), default=Bilingual(en="the template's", vi="của mẫu")
        ),
    ),
    outputs=(ContractValue("document", Bilingual(en="Identifier of the paper", vi="Mã văn bản"), required=True),),
    faults=(
        ContractFault(
            "data-missing",
            Bilingual(en="The dossier lacks data that the template needs.", vi="Hồ sơ thiếu dữ liệu mà mẫu cần."),
        ),
    ),
)

SIGN: Final = Contract(
    topic="document.sign",
    name=Bilingual(en="Sign a paper", vi="Ký số văn bản"),
    text=Bilingual(
        en="Signs a paper of the dossier with the office's certificate.",
        vi="Ký số một văn bản của hồ sơ bằng chứng thư số của cơ quan.",
    ),
    by=Bilingual(en="the signing service", vi="bộ phận ký số"),
    inputs=(ContractValue("document", Bilingual(en="Identifier of the paper", vi="Mã văn bản"), required=True),),
    outputs=(
        ContractValue("document", Bilingual(en="Identifier of the signed paper", vi="Mã văn bản đã ký"), required=True),
    ),
    faults=(
        ContractFault(
            "certificate-refused", Bilingual(en="The certificate cannot be used.", vi="Chứng thư số không dùng được.")
        ),
        ContractFault(
            "document-refused", Bilingual(en="This paper cannot be signed.", vi="Văn bản này không ký được.")
        ),
    ),
)

CONTRACTS: Final = (RENDER, SIGN)
