"""Papers made and signed by machines."""

from __future__ import annotations

from typing import Final

from bpmn.contracts.contract import Contract, Fault, Value, Words

RENDER: Final = Contract(
    topic="document.render",
    name=Words("Lập văn bản từ mẫu", "Write a paper from a template"),
    text=Words(
        "Lập văn bản PDF từ mẫu và dữ liệu của hồ sơ, lưu vào giấy tờ của hồ sơ.",
        "Writes a PDF from a template and the dossier's data, and keeps it among the dossier's papers.",
    ),
    by=Words("bộ phận lập văn bản", "the writer of papers"),
    inputs=(
        Value("template", Words("Mẫu văn bản", "Template"), needed=True),
        Value("title", Words("Tên văn bản", "Title"), otherwise=Words("của mẫu", "the template's")),
    ),
    outputs=(Value("document", Words("Mã văn bản", "Identifier of the paper"), needed=True),),
    faults=(
        Fault(
            "data-missing", Words("Hồ sơ thiếu dữ liệu mà mẫu cần.", "The dossier lacks data that the template needs.")
        ),
    ),
)

SIGN: Final = Contract(
    topic="document.sign",
    name=Words("Ký số văn bản", "Sign a paper"),
    text=Words(
        "Ký số một văn bản của hồ sơ bằng chứng thư số của cơ quan.",
        "Signs a paper of the dossier with the office's certificate.",
    ),
    by=Words("bộ phận ký số", "the signing service"),
    inputs=(Value("document", Words("Mã văn bản", "Identifier of the paper"), needed=True),),
    outputs=(Value("document", Words("Mã văn bản đã ký", "Identifier of the signed paper"), needed=True),),
    faults=(
        Fault("certificate-refused", Words("Chứng thư số không dùng được.", "The certificate cannot be used.")),
        Fault("document-refused", Words("Văn bản này không ký được.", "This paper cannot be signed.")),
    ),
)

CONTRACTS: Final = (RENDER, SIGN)
