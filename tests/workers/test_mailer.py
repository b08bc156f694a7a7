"""Letters over real SMTP, and the mailbox that shows them."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from typing import Any

import httpx
import idna
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from core.services.letters.mail import Letter
from core.services.letters.mail import html as made_html
from tests.support.processes import free_port
from tests.workers.conftest import Mail
from workers.errors import NotConfigured, OutsideError, Refused, Unavailable
from workers.notification import letters, mailer
from workers.notification.mailer import Server, deliver

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def facts(**changes: Any) -> Mapping[str, Any]:
    known = {
        "to_applicant": True,
        "applicant": {"name": "Nguyễn Thị Thử"},
        "code": "H99.01.05-261123-0001",
        "procedure": "Cấp giấy xác nhận tình trạng hôn nhân",
        "received": AT,
        "due": AT,
        "by_post": False,
        "unit": {"name": "UBND phường Mẫu", "phone": "02400000000"},
        "subject": "",
        "text": "",
        "parcel": None,
        "notice": None,
        "lookup": "http://127.0.0.1:8000/portal",
        "staff": "http://127.0.0.1:8000",
    }
    return {**known, **changes}


def send(mailbox: Mail, letter: Letter, to: tuple[str, ...] = ("thu@example.org",), key: str = "k1") -> int:
    mail = letters.message(letter, "motcua@localhost", to, key, AT, "phuong@example.org")
    return deliver(Server.of(mailbox.server.url), mail, "motcua@localhost", to, seconds=1)


@pytest.mark.parametrize("status", range(1, 11))
def test_every_status_has_a_letter_that_says_which_dossier(status: int) -> None:
    letter = letters.written(f"status-{status}", facts())
    assert "H99.01.05-261123-0001" in letter.subject and "\n" not in letter.subject
    assert letter.text.startswith("Kính gửi Ông/Bà Nguyễn Thị Thử,\n\n")
    assert "Ngày tiếp nhận: 08:00 ngày 23/11/2026" in letter.text
    assert "http://127.0.0.1:8000/portal" in letter.text
    assert "\n\n\n" not in letter.text and "{" not in letter.text


def test_the_way_of_returning_changes_the_letter() -> None:
    assert "bưu chính" in letters.written("status-9", facts(by_post=True)).text
    assert "bộ phận một cửa" in letters.written("status-9", facts()).text


def test_a_letter_of_a_diagram() -> None:
    letter = letters.written(
        "reminder", facts(subject="Nhắc nộp lệ phí", text="Vui lòng nộp lệ phí.", to_applicant=False)
    )
    assert letter.subject == "Nhắc nộp lệ phí"
    assert letter.text.startswith("Kính gửi Anh/Chị,\n\nVui lòng nộp lệ phí.\n")


@pytest.mark.parametrize("name", ["status-11", "../base", "", "base.txt", "nope"])
def test_a_template_that_does_not_exist(name: str) -> None:
    with pytest.raises(NotConfigured) as caught:
        letters.written(name, facts())
    assert not caught.value.retry


def test_what_a_person_typed_never_becomes_markup_or_a_header() -> None:
    hostile = facts(
        applicant={"name": "<script>alert(1)</script>"}, subject="Chào\r\nBcc: x@example.org", text="{{ 7*7 }}"
    )
    letter = letters.written("reminder", hostile)
    shown = made_html(letter)
    assert "<script>" not in shown and "&lt;script&gt;" in shown
    assert "{{ 7*7 }}" in letter.text
    mail = letters.message(letter, "motcua@localhost", ["thu@example.org"], "k", AT)
    assert mail["Bcc"] is None and "\n" not in mail["Subject"]


def test_addresses_in_the_text_can_be_clicked() -> None:
    shown = made_html(Letter("s", "Xem http://a.example/x?b=1&c=2. Hết <"))
    assert '<a href="http://a.example/x?b=1&amp;c=2">http://a.example/x?b=1&amp;c=2</a>. Hết &lt;' in shown


def test_a_letter_arrives_with_text_and_html(mailbox: Mail) -> None:
    assert send(mailbox, letters.written("status-2", facts())) == 0
    (file,) = mailbox.mailbox.folder.glob("*.eml")
    mail: Any = message_from_bytes(file.read_bytes(), policy=default)
    assert mail.get_content_type() == "multipart/alternative"
    assert "Đã tiếp nhận hồ sơ" in mail["Subject"]
    assert (mail["To"], mail["Reply-To"], mail["Auto-Submitted"]) == (
        "thu@example.org",
        "phuong@example.org",
        "auto-generated",
    )
    plain, html = (part.get_content() for part in mail.iter_parts())
    assert "Kính gửi Ông/Bà Nguyễn Thị Thử," in plain and "Kính gửi Ông/Bà Nguyễn Thị Thử," in html


def test_a_repeat_is_known_as_one(mailbox: Mail) -> None:
    letter = letters.written("status-2", facts())
    send(mailbox, letter)
    send(mailbox, letter)
    assert len(mailbox.mailbox.letters()) == 1
    send(mailbox, letter, key="k2")
    assert len(mailbox.mailbox.letters()) == 2


def test_the_page_shows_the_letters_and_survives_hostile_ones(mailbox: Mail) -> None:
    assert "Chưa có thư nào" in httpx.get(mailbox.url).text
    send(mailbox, Letter("<script>alert(1)</script>", "Chào <b>bạn</b>\n"))
    page = httpx.get(mailbox.url).text
    assert "&lt;script&gt;" in page and "<script>" not in page
    (letter,) = httpx.get(f"{mailbox.url}/letters.json").json()
    assert letter["to"] == "thu@example.org"
    assert "Chào &lt;b&gt;bạn&lt;/b&gt;" in httpx.get(f"{mailbox.url}/letters/{letter['id']}").text
    assert httpx.get(f"{mailbox.url}/letters/..%2f..%2fsecret").status_code == 404


@pytest.mark.parametrize(
    ("mode", "kind", "code"),
    [
        ("down", Unavailable, "unreachable"),
        ("slow", Unavailable, "timeout"),
        ("error", Unavailable, "broken"),
        ("nonsense", Unavailable, "nonsense"),
        ("reject", Refused, "refused"),
    ],
)
def test_a_server_that_fails(mailbox: Mail, mode: str, kind: type[OutsideError], code: str) -> None:
    mailbox.misbehave(mode, times=1, delay=2)
    letter = letters.written("status-2", facts())
    with pytest.raises(kind) as caught:
        send(mailbox, letter)
    assert caught.value.code == code and caught.value.retry is (kind is Unavailable)
    assert mailbox.mailbox.letters() == []
    send(mailbox, letter)
    assert len(mailbox.mailbox.letters()) == 1


def test_one_refused_recipient_does_not_keep_the_letter_from_the_others(mailbox: Mail) -> None:
    mailbox.misbehave("reject", times=1)
    assert send(mailbox, letters.written("status-2", facts()), ("a@example.org", "b@example.org")) == 1
    assert len(mailbox.mailbox.letters()) == 1


def test_nobody_listens() -> None:
    mail = letters.message(Letter("s", "t\n"), "motcua@localhost", ["a@example.org"], "k", AT)
    with pytest.raises(Unavailable) as caught:
        deliver(Server("127.0.0.1", free_port(), False), mail, "motcua@localhost", ["a@example.org"], seconds=1)
    assert caught.value.code == "unreachable"


@pytest.mark.parametrize("url", ["", "http://mail", "smtp://", "smtp://host:port", "mail.example.org:25"])
def test_a_wrong_setting_is_named(url: str) -> None:
    with pytest.raises(NotConfigured) as caught:
        Server.of(url)
    assert "MOTCUA_SMTP_URL" in caught.value.text("vi")


def test_the_setting_is_read() -> None:
    assert Server.of("smtps://user%40x:p%3Aw@mail.example.org") == Server(
        "mail.example.org", 465, True, "user@x", "p:w"
    )
    assert Server.of("smtp://mail.example.org:2525") == Server("mail.example.org", 2525, False)


@pytest.mark.parametrize("address", ["thu@example.org", "t.h+u@mail.example.org", "thu@localhost"])
def test_addresses_that_can_stand_in_a_header(address: str) -> None:
    assert letters.checked_address(f" {address} ") == address


@pytest.mark.parametrize(
    "address", ["thu", "thu@", "@x", "a@b@c", "a b@c", "a@b\r\nBcc: c@d", "<a@b>", "a@b,c@d", "x" * 250 + "@a.org"]
)
def test_addresses_nobody_can_be_reached_at(address: str) -> None:
    with pytest.raises(Refused) as caught:
        letters.checked_address(address)
    assert not caught.value.retry


@pytest.fixture
def plain_server() -> Iterator[Any]:
    """A real SMTP server that does not know SMTPUTF8, as many still do not; ``letters`` are the envelopes it took."""

    class Taking:
        def __init__(self) -> None:
            self.letters: list[Any] = []

        async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
            self.letters.append(envelope)
            return "250 kept"

    class Plain(Controller):
        def factory(self) -> SMTP:
            return SMTP(self.handler, enable_SMTPUTF8=False)

    server = Plain(Taking(), hostname="127.0.0.1", port=free_port())
    server.start()
    yield server
    server.stop()


def through(server: Any, *to: str) -> int:
    mail = letters.message(letters.written("status-2", facts()), "Một Cửa <motcua@localhost>", to, "k", AT)
    return deliver(Server("127.0.0.1", server.port, False), mail, "motcua@localhost", to)


def test_a_mailbox_with_accents_is_refused_for_good_where_the_server_cannot_take_it(plain_server: Any) -> None:
    with pytest.raises(Refused) as caught:
        through(plain_server, "tên@example.com")
    assert (caught.value.code, caught.value.retry) == ("address-unsupported", False)
    assert through(plain_server, "tên@example.com", "ten@example.com") == 1
    (taken,) = plain_server.handler.letters
    assert taken.rcpt_tos == ["ten@example.com"]
    assert message_from_bytes(taken.content, policy=default)["To"] == "ten@example.com"


def test_a_domain_with_accents_is_written_in_ascii(plain_server: Any) -> None:
    address = letters.checked_address("minh@ví-dụ.vn")
    assert address == f"minh@{idna.encode('ví-dụ.vn').decode()}" and address.isascii()
    assert through(plain_server, address) == 0
    assert plain_server.handler.letters[0].rcpt_tos == [address]


def test_a_mailbox_with_accents_reaches_a_server_that_can(mailbox: Mail) -> None:
    assert send(mailbox, letters.written("status-2", facts()), ("tên@example.com",)) == 0
    (letter,) = mailbox.mailbox.letters()
    assert letter["to"] == "tên@example.com"


def test_one_recipient_who_may_be_reached_later_is_worth_another_try() -> None:
    refused = smtplib.SMTPRecipientsRefused({"a@b.vn": (550, b"no"), "c@d.vn": (451, b"later")})
    assert mailer._judged(refused, 1).retry


def test_a_password_no_server_takes_is_a_wrong_setting(plain_server: Any) -> None:
    mail = letters.message(Letter("s", "t\n"), "motcua@localhost", ["a@example.org"], "k", AT)
    with pytest.raises(OutsideError) as caught:
        deliver(Server("127.0.0.1", plain_server.port, False, "tên", "mật"), mail, "motcua@localhost", ["a@b.vn"])
    assert not caught.value.retry or caught.value.code == "unreachable"
