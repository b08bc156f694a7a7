"""The public postal service: results brought to the citizen, papers fetched from the citizen."""

from __future__ import annotations

from typing import Final

from bpmn.bilingual import Bilingual
from bpmn.contracts.contract import Contract, ContractFault, ContractMessage, ContractValue, Header, Kind

_BY = Bilingual(en="the post", vi="bưu chính")
_APPLICANTS = Bilingual(en="the applicant's", vi="của người nộp")
_PHONE = ContractValue("phone", Bilingual(en="Phone", vi="Điện thoại"), default=_APPLICANTS)
_SERVICE = Header(
    "service",
    Bilingual(en="Service", vi="Dịch vụ"),
    choices={"standard": Bilingual(en="Standard", vi="Thường"), "express": Bilingual(en="Express", vi="Nhanh")},
    default="standard",
)
_CHOSEN = ContractValue(
    "service",
    Bilingual(en="Service the applicant chose: standard or express", vi="Dịch vụ người nộp chọn: standard, express"),
    default=Bilingual(en="the header's", vi="như tiêu đề service"),
)
_CODE = ContractValue("trackingCode", Bilingual(en="The tracking code", vi="Mã bưu gửi"))
#: the post's own words, which it may leave out
_REASON = ContractValue("reason", Bilingual(en="What the post says", vi="Bưu chính báo"))
#: refusals of the address, the same both ways
_ADDRESS_FAULTS = (
    ContractFault(
        "address-unknown",
        Bilingual(en="The post does not find the address.", vi="Bưu chính không xác định được địa chỉ."),
    ),
    ContractFault(
        "area-not-served", Bilingual(en="The post does not serve the area.", vi="Bưu chính không phục vụ khu vực này.")
    ),
)

RETURN: Final = Contract(
    topic="postal.return",
    name=Bilingual(en="Return by post", vi="Trả qua bưu chính"),
    text=Bilingual(
        en="Hands the result to the public postal service; automatic, with retries.",
        vi="Giao kết quả cho bưu chính công ích phát tận nơi; công việc tự động, có thử lại.",
    ),
    by=_BY,
    inputs=(
        ContractValue("receiver", Bilingual(en="Receiver", vi="Người nhận"), default=_APPLICANTS),
        _PHONE,
        ContractValue("address", Bilingual(en="Address", vi="Địa chỉ phát"), default=_APPLICANTS),
        ContractValue(
            "amount",
            Bilingual(en="Amount collected at the door", vi="Tiền thu hộ"),
            Kind.AMOUNT,
            default=Bilingual(en="0", vi="0"),
        ),
        _CHOSEN,
    ),
    headers=(_SERVICE,),
    outputs=(_CODE,),
    faults=(
        *_ADDRESS_FAULTS,
        ContractFault(
            "receiver-invalid",
            Bilingual(en="The post does not take this receiver.", vi="Bưu chính không nhận người nhận này."),
        ),
    ),
    messages=(
        ContractMessage(
            "postal.delivered",
            Bilingual(en="The parcel was delivered.", vi="Bưu gửi đã phát thành công."),
            key="trackingCode",
            variables=(ContractValue("deliveredAt", Bilingual(en="When", vi="Lúc phát"), Kind.MOMENT, required=True),),
        ),
        ContractMessage(
            "postal.failed",
            Bilingual(
                en="The parcel could not be delivered and is still with the post, which tries again or brings it back.",
                vi="Không phát được; bưu gửi còn ở bưu chính, sẽ phát lại hoặc chuyển hoàn.",
            ),
            key="trackingCode",
            variables=(
                ContractValue("failedAt", Bilingual(en="When", vi="Lúc không phát được"), Kind.MOMENT, required=True),
                _REASON,
            ),
        ),
        ContractMessage(
            "postal.returned",
            Bilingual(
                en="The parcel is back at the office, or the order was cancelled and it never left.",
                vi="Bưu gửi đã chuyển hoàn về đơn vị, hoặc đơn bị huỷ và bưu gửi chưa rời đơn vị.",
            ),
            key="trackingCode",
            variables=(
                ContractValue("returnedAt", Bilingual(en="When", vi="Lúc chuyển hoàn"), Kind.MOMENT, required=True),
                _REASON,
                ContractValue(
                    "cancelled",
                    Bilingual(en="The order was cancelled", vi="Đơn bị huỷ, bưu gửi chưa rời đơn vị"),
                    Kind.BOOLEAN,
                    default=Bilingual(en="false: the parcel came back", vi="false: bưu gửi đã chuyển hoàn"),
                ),
            ),
            decisive=True,
        ),
        ContractMessage(
            "postal.lost",
            Bilingual(en="The post says that the parcel is lost.", vi="Bưu chính báo bưu gửi bị thất lạc."),
            key="trackingCode",
            variables=(
                ContractValue("lostAt", Bilingual(en="When", vi="Lúc báo mất"), Kind.MOMENT, required=True),
                _REASON,
            ),
            decisive=True,
        ),
    ),
)

COLLECT: Final = Contract(
    topic="postal.collect",
    name=Bilingual(en="Collection by post", vi="Bưu chính nhận hồ sơ tận nơi"),
    text=Bilingual(
        en="The public postal service fetches papers from the citizen and brings them to the reception desk.",
        vi="Bưu chính công ích đến địa chỉ của công dân nhận giấy tờ đưa về bộ phận một cửa.",
    ),
    by=_BY,
    inputs=(
        ContractValue("sender", Bilingual(en="Sender", vi="Người gửi"), default=_APPLICANTS),
        _PHONE,
        ContractValue("address", Bilingual(en="Address to fetch from", vi="Địa chỉ nhận giấy tờ"), default=_APPLICANTS),
        ContractValue("papers", Bilingual(en="Papers to fetch", vi="Giấy tờ cần nhận")),
    ),
    headers=(_SERVICE,),
    outputs=(_CODE,),
    faults=(
        *_ADDRESS_FAULTS,
        ContractFault(
            "sender-invalid",
            Bilingual(en="The post does not take this sender.", vi="Bưu chính không nhận người gửi này."),
        ),
    ),
    messages=(
        ContractMessage(
            "postal.collected",
            Bilingual(en="The papers have reached the reception desk.", vi="Giấy tờ đã về bộ phận một cửa."),
            key="trackingCode",
            variables=(ContractValue("collectedAt", Bilingual(en="When", vi="Lúc nhận"), Kind.MOMENT, required=True),),
        ),
        ContractMessage(
            "postal.collect-failed",
            Bilingual(
                en="The post came and did not get the papers, or did not hand them over; it tries again.",
                vi="Bưu chính đến mà chưa nhận được, hoặc chưa giao được giấy tờ; sẽ đến lại.",
            ),
            key="trackingCode",
            variables=(
                ContractValue("failedAt", Bilingual(en="When", vi="Lúc không nhận được"), Kind.MOMENT, required=True),
                _REASON,
            ),
        ),
        ContractMessage(
            "postal.not-collected",
            Bilingual(
                en="The papers are with the citizen: the post has given up, brought them back, or the order was cancelled.",
                vi="Giấy tờ còn ở công dân: bưu chính thôi không đến nữa, đã chuyển hoàn, hoặc đơn bị huỷ.",
            ),
            key="trackingCode",
            variables=(
                ContractValue("endedAt", Bilingual(en="When", vi="Lúc kết thúc"), Kind.MOMENT, required=True),
                _REASON,
                ContractValue(
                    "cancelled",
                    Bilingual(en="The order was cancelled", vi="Đơn bị huỷ"),
                    Kind.BOOLEAN,
                    default=Bilingual(en="false", vi="false"),
                ),
            ),
            decisive=True,
        ),
        ContractMessage(
            "postal.collect-lost",
            Bilingual(en="The post says that the papers are lost.", vi="Bưu chính báo giấy tờ bị thất lạc."),
            key="trackingCode",
            variables=(
                ContractValue("lostAt", Bilingual(en="When", vi="Lúc báo mất"), Kind.MOMENT, required=True),
                _REASON,
            ),
            decisive=True,
        ),
    ),
)

CONTRACTS: Final = (RETURN, COLLECT)
