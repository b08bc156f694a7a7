"""What the offices behind the simulated axis write back: statuses of what they were sent, and an answer."""

from __future__ import annotations

import hashlib
from datetime import datetime

from core.domain.letters import LetterKind, LetterStatus
from core.domain.office_time import local
from workers.records.edxml import writer
from workers.records.edxml.model import (
    DocumentCode,
    EdocMessage,
    Message,
    Organ,
    ResponseFor,
    Staff,
    StatusMessage,
    document_id,
)

ANSWER = "Đã tra cứu sổ đăng ký: không có thông tin trái với nội dung cần xác minh."
NOTATION = "TL-MP"


def replies(letter: EdocMessage, at: datetime) -> list[bytes]:
    """What the first receiver of a letter sends by itself: it arrived, it was registered, the answer, it is finished.

    A letter that revokes another is registered; one that updates or replaces another is agreed to.
    """
    if letter.kind is LetterKind.REVOKE:
        codes = [LetterStatus.ARRIVED, LetterStatus.REGISTERED]
    elif letter.kind in (LetterKind.UPDATE, LetterKind.REPLACE):
        codes = [LetterStatus.ARRIVED, LetterStatus.WITHDRAWAL_AGREED]
    else:
        said = [report(letter, code, at) for code in (LetterStatus.ARRIVED, LetterStatus.REGISTERED)]
        return [*said, answer(letter, ANSWER, at), report(letter, LetterStatus.FINISHED, at)]
    return [report(letter, code, at) for code in codes]


def report(letter: EdocMessage, code: LetterStatus, at: datetime, description: str = "Văn thư") -> bytes:
    """The first receiver of a letter says something of it."""
    receiver = letter.receivers[0]
    about = ResponseFor(letter.sender.id, str(letter.code), letter.promulgated, letter.document_id)
    staff = Staff("Văn thư", "Cán bộ mô phỏng")
    return writer.write(StatusMessage(_named(receiver), about, code, _wall_clock(at), description, staff))


def answer(letter: EdocMessage, text: str, at: datetime) -> bytes:
    """The first receiver of a letter answers it with a letter of its own."""
    sender, day = _named(letter.receivers[0]), local(at).date()
    number = int(hashlib.sha256(f"{letter.document_id}\n{text}".encode()).hexdigest()[:8], 16)
    code = DocumentCode(str(number), NOTATION)
    reply: Message = EdocMessage(
        sender=sender,
        receivers=(letter.sender,),
        document_id=document_id(sender.id, day, code),
        code=code,
        promulgated=day,
        place="Nơi mô phỏng",
        type_name="Công văn",
        subject=f"Trả lời: {letter.subject}"[:500],
        content=text,
        responses=(ResponseFor(letter.sender.id, str(letter.code), letter.promulgated, letter.document_id),),
    )
    return writer.write(reply)


def _named(organ: Organ) -> Organ:
    name = organ.name if organ.name != organ.id else f"Đơn vị {organ.id}"
    return Organ(organ.id, name, in_charge=name)


def _wall_clock(at: datetime) -> datetime:
    return local(at).replace(tzinfo=None, microsecond=0)
