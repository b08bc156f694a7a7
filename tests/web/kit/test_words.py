from __future__ import annotations

import importlib
import pkgutil
import re
from decimal import Decimal
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import core
from core.errors.base import CoreError, Reason
from core.errors.documents import UploadRefused
from core.errors.requests import BadValue, NotFound
from core.errors.rights import Forbidden
from core.errors.sign_in import LoginFailed
from core.settings import takes
from tests.web.kit import words
from web import catalogues, messages
from workers import registry

ROOMS = ["web", "portal", "admin"]
PLACES = re.compile(r"%\((\w+)\)[sd]")


def catalogue(*rooms: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for room in rooms:
        found |= catalogues.messages(words.ROOT / room / "translations", "vi")
    return found


def all_errors() -> set[type[CoreError]]:
    for module in pkgutil.walk_packages(core.__path__, "core."):
        if "migrations" not in module.name:
            importlib.import_module(module.name)
    # Doors add refusals of their own, with texts in their own catalogues; whether one is loaded is chance here.
    return {error for error in _below(CoreError) if error.__module__.startswith("core.")}


def _below(base: type[CoreError]) -> set[type[CoreError]]:
    return {base}.union(*(_below(one) for one in base.__subclasses__()))


@pytest.mark.parametrize("room", ROOMS)
def test_every_text_of_a_room_has_a_vietnamese_one(room: str) -> None:
    known = catalogue(room, "web", "core")
    missing = [f"{place}: {text}" for text, place in words.used(room).items() if not known.get(text)]
    assert not missing, f"add them to {room}/translations/vi/LC_MESSAGES/messages.po:\n" + "\n".join(missing)


def test_every_refusal_of_the_office_has_a_vietnamese_text() -> None:
    known = catalogue("core")
    missing = sorted({error.template for error in all_errors() if not known.get(error.template)})
    assert not missing, "add them to core/translations/vi/LC_MESSAGES/messages.po:\n" + "\n".join(missing)


def test_every_reason_of_the_office_has_a_vietnamese_text() -> None:
    known = catalogue("core")
    found = {
        text: place
        for text, place in words.reasons("core").items()
        if not (place.startswith("core/domain/") and not place.startswith("core/domain/paper_files"))
        and text not in ("takes(field, kind)", "error.template")  # tests of their own
    }
    missing = sorted(f"{place}: {text}" for text, place in found.items() if not known.get(text))
    assert not missing, "add them to core/translations/vi/LC_MESSAGES/messages.po:\n" + "\n".join(missing)


def test_what_a_setting_takes_is_said_in_vietnamese_too() -> None:
    known = catalogue("core")
    kind = registry.settings_of(registry.own())
    assert [
        name for name in kind.model_fields if not known.get(getattr(takes(name, kind), "template", takes(name, kind)))
    ] == []


def test_every_rule_of_a_field_has_a_vietnamese_text() -> None:
    known = catalogue("web")
    assert [text for text in messages.FIELD_ERRORS.values() if not known.get(text)] == []


@pytest.mark.parametrize("room", [*ROOMS, "core"])
def test_a_translation_names_no_fact_its_text_does_not_have(room: str) -> None:
    for english, vietnamese in catalogue(room).items():
        assert set(PLACES.findall(vietnamese)) <= set(PLACES.findall(english)), english


def test_messages_in_both_languages() -> None:
    assert messages.text(LoginFailed(), "vi") == "Tên đăng nhập hoặc mật khẩu không đúng."
    assert messages.text(LoginFailed(), "en") == "The user name or the password is wrong."
    assert "Lãnh đạo" in messages.text(Forbidden(role="leader"), "vi")


def test_a_reason_with_facts_of_its_own_is_translated() -> None:
    error = UploadRefused(name="a.exe", reason=Reason("use one of %(list)s", list="pdf, png"))
    assert str(error) == "The file “a.exe” was not taken: use one of pdf, png"
    assert messages.text(error, "vi") == "Không nhận tệp “a.exe”: dùng một trong các loại pdf, png"


def test_a_fact_with_percent_signs_is_only_a_fact() -> None:
    assert "50%(x)s" in messages.text(BadValue(field="fee", reason="50%(x)s"), "vi")


def test_the_authors_own_text_wins_over_a_rules() -> None:
    assert messages.field_text("pattern", {"message": "12 chữ số"}, "vi") == "12 chữ số"
    assert messages.field_text("too-short", {"limit": 3}, "vi") == "Nhập ít nhất 3 ký tự."
    assert messages.field_text("decimals", {"limit": 0}, "vi") == "Ghi số nguyên, không có dấu phẩy."
    assert messages.field_text("decimals", {"limit": 2}, "vi") == "Ghi nhiều nhất 2 chữ số sau dấu phẩy."
    assert "1950" in messages.field_text("not-a-date", {"precision": "year"}, "vi")
    assert (
        messages.field_text("step", {"limit": Decimal("0.5"), "below": 1, "above": Decimal("1.5")}, "vi").count(",5")
        == 2
    )
    assert messages.text(NotFound(what="Unit", name="Document"), "vi").count("Document") == 1
    assert messages.field_text("no-such-rule", {}, "vi") == "Giá trị này không được chấp nhận."


def test_a_catalogue_that_changed_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogues, "FRESH_SECONDS", 0.0)
    file = tmp_path / "vi" / "LC_MESSAGES" / "messages.po"
    file.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    file.write_text(head + 'msgid "Close"\nmsgstr "Đóng lại"\n', encoding="utf-8")
    folders = (tmp_path, *catalogues.SHARED)
    assert catalogues.translations("vi", folders).gettext("Close") == "Đóng lại"
    assert catalogues.translations("vi", folders).gettext("Sign out") == "Đăng xuất"
    file.unlink()
    assert catalogues.translations("vi", folders).gettext("Close") == "Đóng"


def test_the_language_is_chosen_by_a_post_and_stays(client: FlaskClient) -> None:
    assert '<html lang="vi">' in client.get("/").text
    token = client.get("/login").text.split('value="')[1].split('"')[0]
    answer = client.post("/language/en", data={"csrf_token": token, "next": "/mine?a=1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/mine?a=1")
    assert '<html lang="en">' in client.get("/").text
    assert client.post("/language/xx", data={"csrf_token": token}).status_code == 404


@pytest.mark.parametrize(
    "address", ["//evil.example", "https://evil.example/", "\\\\evil", "/\\evil", "javascript:x", ""]
)
def test_nobody_is_sent_elsewhere(client: FlaskClient, address: str) -> None:
    token = client.get("/login").text.split('value="')[1].split('"')[0]
    answer = client.post("/language/en", data={"csrf_token": token, "next": address})
    assert answer.headers["Location"] == "/"
