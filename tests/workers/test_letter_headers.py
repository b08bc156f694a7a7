"""Headers of letters, read back by readers that others wrote, whichever policy writes them."""

from __future__ import annotations

import email
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8, EmailPolicy, default
from email.utils import parseaddr

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.services.letters.mail import Letter
from workers.notification import letters

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
VIETNAMESE = (
    "aăâeêioôơuưyđbcdghklmnpqrstvx áàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ ,.:;-/()0123456789HN"
)
LINES = st.text(
    st.one_of(st.sampled_from(VIETNAMESE), st.characters(codec="utf-8", exclude_categories=("C", "Z"))), max_size=300
)
SUBJECTS = LINES.map(letters.one_line).filter(bool)


def written(
    subject: str = "x", sender: str = "m@xa.vn", to: tuple[str, ...] = ("c@d.vn",), reply: str = ""
) -> EmailMessage:
    return letters.message(Letter(subject, "x\n"), sender, to, "k", AT, reply)


@pytest.mark.parametrize("policy", [SMTP, SMTPUTF8, default, None])
@given(subject=SUBJECTS)
@example(subject="Thông báo kết quả giải quyết thủ tục Cấp giấy xác nhận tình trạng hôn nhân")
@example(subject="=?utf-8?q?kh=C3=B4ng?= ph=E1=BA=A3i")
@example(subject="x" * 2000)
@example(subject="từ " * 90)
def test_a_subject_comes_back_character_for_character(policy: EmailPolicy | None, subject: str) -> None:
    mail = written(subject)
    raw = mail.as_bytes(policy=policy) if policy else mail.as_bytes()
    assert all(len(line) <= 998 for line in raw.splitlines())
    assert email.message_from_bytes(raw, policy=default)["Subject"] == subject
    old = email.message_from_bytes(raw)["Subject"]
    assert str(make_header(decode_header(old))).replace("\r\n", "").replace("\n", "") == subject


@given(name=LINES.map(letters.one_line))
@example(name="UBND xã Mẫu Một – Trung tâm Phục vụ hành chính công, bộ phận tiếp nhận và trả kết quả hồ sơ thủ tục")
@example(name='Ông "Năm" \\ <a@b.vn>, Bà Bảy')
def test_a_sender_keeps_its_display_name(name: str) -> None:
    sender = letters.formatted(name, "motcua@xa.vn")
    raw = written(sender=sender).as_bytes(policy=SMTP)
    # The older reader: the newer one of Python 3.11 puts a blank between two encoded words of a name.
    found, address = parseaddr(email.message_from_bytes(raw)["From"].replace("\r\n", ""))
    assert (str(make_header(decode_header(found))), address) == (name, "motcua@xa.vn")
    assert letters.mailbox(sender) == "motcua@xa.vn"


def test_many_recipients_and_an_answer_address() -> None:
    to = tuple(f"can-bo-{number}@xa-mau-mot.vi-du.example" for number in range(30))
    read = email.message_from_bytes(written(to=to, reply="xa@vi-du.example").as_bytes(policy=SMTP), policy=default)
    assert tuple(one.addr_spec for one in read["To"].addresses) == to
    assert read["Reply-To"] == "xa@vi-du.example"


@pytest.mark.parametrize("hostile", ["a\r\nBcc: x@y.vn", "a\nBcc: x@y.vn", "a\x0b\x0cb", "a\u2028b"])
def test_nothing_becomes_a_header_of_its_own(hostile: str) -> None:
    raw = written(letters.one_line(hostile)).as_bytes(policy=SMTP)
    assert email.message_from_bytes(raw, policy=default)["Bcc"] is None
