"""The letters of procedures: for the workers that send them, and for designers who look at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from jinja2 import TemplateError
from sqlalchemy import select

from core.db.models import Dossier, Outbox
from core.domain import codes, notices, parcel_turns
from core.domain.identifiers import uuid7
from core.domain.office_time import local
from core.domain.statuses import PROMISING, Status
from core.errors.procedures import ProcedureUnknown
from core.services.context.context import Context
from core.services.letters import templates
from core.services.views.jobs import Job
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


@dataclass(frozen=True, slots=True)
class LetterPreview:
    """A letter as it would be written. ``own``: its template is the procedure's; ``error``: why it cannot be shown; ``language``:
    ``vi`` or ``en``."""

    event: str
    own: bool
    subject: str = ""
    text: str = ""
    source: str = ""
    error: str = ""
    language: str = templates.LANGUAGE


#: a parcel as samples of letters tell of it
_PARCEL: Final[Mapping[str, Any]] = {
    "code": "VN123456789",
    "reason": "«reason»",
    "carrier": "Bưu điện Mẫu",
    "service": "standard",
    "postage": 26_000,
}


class Letters:
    """Reads templates; changes nothing."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def of_job(self, job: Job) -> Mapping[str, str]:
        """The own templates of the version that sends: the dossier's, or for a step inside of a called process that of the
        process as it is called now."""
        with self._context.work.read() as work:
            version_id = work.scalars(
                select(Dossier.version_id).where(Dossier.code == codes.normal_code(job.dossier))
            ).one()
            version = self._context.versions.get(version_id, work)
            element = work.scalars(select(Outbox.element).where(Outbox.id == job.id)).one()
            *calls, _ = element.split("/")
            for call in calls:
                process = version.definition.calls.get(call)
                found = self._context.versions.holding(process, work=work) if process else None
                version = found or version
            return version.letters

    def previews(self, code: str, number: int | None = None) -> list[LetterPreview]:
        """Every letter of a version with the values of a demonstration. Raises :class:`ProcedureUnknown`."""
        with self._context.work.read() as work:
            versions = self._context.versions
            version = versions.current(code, work) if number is None else versions.numbered(code, number, work)
        if version is None:
            raise ProcedureUnknown(procedure=code)
        own, known = version.letters, {**templates.office(), **version.letters}
        found = []
        for event in templates.events(own):
            for language in templates.LANGUAGES:
                name = f"{event}.{language}.txt"
                if name in known:
                    facts = self._facts(event, version.view.name, templates.read(known[name], own))
                    found.append(_preview(event, language, facts, own, known[name]))
        return found

    def _facts(self, event: str, procedure: str, reading: templates.Reading) -> dict[str, Any]:
        """Made-up values for everything a template names; what a diagram gives stands there as its name."""
        now, address = self._context.now(), self._context.settings.address
        status = int(event.removeprefix("status-")) if event.startswith("status-") and event[7:].isdigit() else 0
        parcel = event in parcel_turns.LETTERS
        return {
            **{name: f"«{name}»" for name in reading.names},
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
            "notice": self._notice(status) if status in notices.SAID else None,
            "paid": (PaidFee(75_000, "BL-0001", now),),
            "refund": {"amount": 75_000, "number": "BL-0002", "of": "BL-0001", "method": "cash"},
            "lookup": codes.tracking_address(address, "H99.05-261123-0001"),
            "staff": address,
        }

    def _notice(self, status: int) -> NoticeView:
        now = self._context.now()
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


def _preview(event: str, language: str, facts: Mapping[str, Any], own: Mapping[str, str], source: str) -> LetterPreview:
    is_own = f"{event}.{language}.txt" in own
    try:
        subject, _, text = templates.rendered(event, facts, own, language).partition("\n")
        return LetterPreview(event, is_own, subject.strip(), text.strip(), source, language=language)
    except TemplateError as error:
        return LetterPreview(event, is_own, source=source, error=str(error.message), language=language)
