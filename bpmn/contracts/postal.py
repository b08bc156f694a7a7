"""The public postal service: results brought to the citizen, papers fetched from the citizen."""

from __future__ import annotations

from typing import Final

from bpmn.contracts.contract import Contract, Fault, Header, Kind, Message, Value, Words

_BY = Words("bưu chính", "the post")
_APPLICANTS = Words("của người nộp", "the applicant's")
_PHONE = Value("phone", Words("Điện thoại", "Phone"), otherwise=_APPLICANTS)
_SERVICE = Header(
    "service",
    Words("Dịch vụ", "Service"),
    choices={"standard": Words("Thường", "Standard"), "express": Words("Nhanh", "Express")},
    otherwise="standard",
)
_CODE = Value("trackingCode", Words("Mã bưu gửi", "The tracking code"))
_UNKNOWN = Fault(
    "address-unknown", Words("Bưu chính không xác định được địa chỉ.", "The post does not find the address.")
)
_NOT_SERVED = Fault(
    "area-not-served", Words("Bưu chính không phục vụ khu vực này.", "The post does not serve the area.")
)

RETURN: Final = Contract(
    topic="postal.return",
    name=Words("Trả qua bưu chính", "Return by post"),
    text=Words(
        "Giao kết quả cho bưu chính công ích phát tận nơi; công việc tự động, có thử lại.",
        "Hands the result to the public postal service; automatic, with retries.",
    ),
    by=_BY,
    inputs=(
        Value("receiver", Words("Người nhận", "Receiver"), otherwise=_APPLICANTS),
        _PHONE,
        Value("address", Words("Địa chỉ phát", "Address"), otherwise=_APPLICANTS),
        Value("amount", Words("Tiền thu hộ", "Amount collected at the door"), Kind.AMOUNT, otherwise=Words("0", "0")),
    ),
    headers=(_SERVICE,),
    outputs=(_CODE,),
    faults=(
        _UNKNOWN,
        _NOT_SERVED,
        Fault(
            "receiver-invalid", Words("Bưu chính không nhận người nhận này.", "The post does not take this receiver.")
        ),
    ),
    messages=(
        Message(
            "postal.delivered",
            Words("Bưu gửi đã phát thành công.", "The parcel was delivered."),
            key="trackingCode",
            variables=(Value("deliveredAt", Words("Lúc phát", "When"), Kind.MOMENT, needed=True),),
        ),
    ),
)

COLLECT: Final = Contract(
    topic="postal.collect",
    name=Words("Bưu chính nhận hồ sơ tận nơi", "Collection by post"),
    text=Words(
        "Bưu chính công ích đến địa chỉ của công dân nhận giấy tờ đưa về bộ phận một cửa.",
        "The public postal service fetches papers from the citizen and brings them to the reception desk.",
    ),
    by=_BY,
    inputs=(
        Value("sender", Words("Người gửi", "Sender"), otherwise=_APPLICANTS),
        _PHONE,
        Value("address", Words("Địa chỉ nhận giấy tờ", "Address to fetch from"), otherwise=_APPLICANTS),
        Value("papers", Words("Giấy tờ cần nhận", "Papers to fetch")),
    ),
    headers=(_SERVICE,),
    outputs=(_CODE,),
    faults=(
        _UNKNOWN,
        _NOT_SERVED,
        Fault("sender-invalid", Words("Bưu chính không nhận người gửi này.", "The post does not take this sender.")),
    ),
    messages=(
        Message(
            "postal.collected",
            Words("Giấy tờ đã về bộ phận một cửa.", "The papers have reached the reception desk."),
            key="trackingCode",
            variables=(Value("collectedAt", Words("Lúc nhận", "When"), Kind.MOMENT, needed=True),),
        ),
    ),
)

CONTRACTS: Final = (RETURN, COLLECT)
