"""Made-up values for letters: what a designer sees in the place of a dossier's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from core.domain import codes, notices, parcel_turns
from core.domain.identifiers import uuid7
from core.domain.office_time import local
from core.domain.statuses import PROMISING, Status
from core.services.context.context import Context
from core.services.views.notices import Desk, NoticeView
from core.services.views.payments import PaidFee

#: what a made-up notice says
_SAID: dict[str, Any] = {
    "reason": "Hồ sơ không thuộc thẩm quyền giải quyết của xã.",
    "basis": "Khoản 1 Điều 5 của văn bản mẫu",
    "purpose": "Lệ phí mẫu",
    "undelivered": "Đơn gửi mẫu đã huỷ.",
    "next": ("Nhận lại giấy tờ đã nộp tại bộ phận một cửa.",),
}

#: a parcel as samples of letters tell of it
_PARCEL: Final[Mapping[str, Any]] = {
    "code": "VN123456789",
    "reason": "«reason»",
    "carrier": "Bưu điện Mẫu",
    "service": "standard",
    "postage": 26_000,
}


def facts(context: Context, event: str, procedure: str, names: Iterable[str]) -> dict[str, Any]:
    """Made-up values for everything a template names; what a diagram gives stands there as its name."""
    now, address = context.now(), context.settings.address
    status = int(event.removeprefix("status-")) if event.startswith("status-") and event[7:].isdigit() else 0
    parcel = event in parcel_turns.LETTERS
    return {
        **{name: f"«{name}»" for name in names},
        "to_applicant": True,
        "after": "5",
        "applicant": {
            "name": "Nguyễn Văn Mẫu",
            "identityNumber": "001099012345",
            "phone": "0912345678",
            "email": "mau@vi-du.example",
            "address": "Thôn Mẫu, xã Mẫu",
            "tellBy": "email",
            "language": "vi",
        },
        "code": "H99.05-261123-0001",
        "procedure": procedure,
        "received": now,
        "due": now + timedelta(days=3) if status in {0, *PROMISING} and not parcel else None,
        "by_post": False,
        "unit": {"name": "Bộ phận một cửa xã Mẫu", "phone": "0200 000 000"},
        "subject": "«subject»",
        "text": "«text»",
        "parcel": _PARCEL if parcel else None,
        "notice": _notice(context, status) if status in notices.SAID else None,
        "paid": (PaidFee(75_000, "BL-0001", now),),
        "refund": {"amount": 75_000, "number": "BL-0002", "of": "BL-0001", "method": "cash"},
        "lookup": codes.tracking_address(address, "H99.05-261123-0001"),
        "staff": address,
    }


def bare(event: str, full: Mapping[str, Any]) -> dict[str, Any]:
    """The same values of a dossier that has the least: no notice, no day, nothing paid. A letter must hold there, too."""
    gone: dict[str, Any] = {"notice": None, "due": None, "paid": (), "parcel": None}
    return {**full, **gone, **({} if event == "refund" else {"refund": None})}


def _notice(context: Context, status: int) -> NoticeView:
    now = context.now()
    waits, done = status == Status.SUPPLEMENT, status == Status.DONE
    return NoticeView(
        id=uuid7(),
        status=status,
        at=now,
        event=1,
        desk=Desk("Bộ phận một cửa xã Mẫu", "Thôn Mẫu, xã Mẫu", "0200 000 000"),
        hours=({"first": 0, "last": 4, "hours": "07:30–11:30, 13:00–17:00"},),
        **_SAID,
        papers=("Bản chụp căn cước", "Giấy uỷ quyền có chứng thực") if waits else (),
        until=now + timedelta(days=30) if waits else None,
        amount=75000 if status == Status.PAYMENT else None,
        online=status == Status.PAYMENT,
        result="Giấy xác nhận mẫu" if done else "",
        number="15/UBND-XN" if done else "",
        issued=local(now).date() if done else None,
        pay=("Tiền mặt tại bộ phận một cửa",),
        stage="Chờ bổ sung giấy tờ" if status == Status.STOPPED else "",
        way="counter" if done else "",
        bring=("Giấy tiếp nhận hồ sơ", "Giấy tờ tuỳ thân") if done else (),
    )
