"""The clerks' pages in a browser: nothing they do breaks the policy of their content, and the console stays silent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.web.admin.desks import Shown
from tests.web.admin.steps import MARITAL, code_on
from tests.web.kit.serving import need_front_end, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e

#: Breaches of the policy, as the browser itself counts them.
BREACHES = """document.addEventListener("securitypolicyviolation", event => (window.breaches ??= []).push(
    `${event.effectiveDirective} ${event.sourceFile}:${event.lineNumber} ${event.sample}`))"""


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    need_front_end()
    with served(app) as found:
        yield found


@pytest.fixture
def watched(watched: Page) -> Page:
    """The same, and it counts breaches of the policy itself."""
    watched.add_init_script(BREACHES)
    return watched


def _signed_in(page: Page, address: str, credentials: dict[str, Any], username: str) -> None:
    passwords = {account["username"]: account["password"] for account in credentials["accounts"]}
    page.goto(f"{address}/login")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(passwords[username])
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("navigation", name="Các mục").wait_for()


def _silent(page: Page) -> None:
    assert page.evaluate("window.breaches ?? []") == [], page.url


def _search(page: Page, words: str) -> None:
    """Types into the list's own search and waits for the answer to stand there."""
    with page.expect_response(lambda answer: f"search={quote(words)}" in answer.url):
        page.locator("main input[type=search]").press_sequentially(words)
    # Not wait_for_function: it evaluates text in the page, which the policy forbids.
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


def _choose(page: Page, choice: str, follows: str) -> None:
    """A choice from which a field follows; a text box has been resized before, as people do."""
    page.evaluate("for (const box of document.querySelectorAll('textarea')) box.style.height = '150px'")
    page.check(choice)
    page.locator(follows).wait_for()
    _silent(page)


def test_a_reviewers_way_breaks_no_policy(
    watched: Page, address: str, credentials: dict[str, Any], receive: Callable[..., Shown]
) -> None:
    code = code_on(receive())
    _signed_in(watched, address, credentials, "tuphap")
    watched.goto(f"{address}/queue")
    _search(watched, code)
    row = watched.get_by_role("row").filter(has_text=code)
    row.get_by_role("button", name="Nhận", exact=True).click()
    row.get_by_role("button", name="Trả lại").wait_for()
    _silent(watched)
    row.get_by_role("rowheader").get_by_role("link").click()
    _choose(watched, "[name=decision][value=supplement]", "[name=supplementList]")
    for tab in ("", "/papers", "/history", "/diagram"):
        watched.goto(f"{address}/dossiers/{code}{tab}")
        _silent(watched)
    watched.wait_for_selector("[data-diagram][data-drawn]")
    _silent(watched)


def test_a_receivers_way_breaks_no_policy(watched: Page, address: str, credentials: dict[str, Any]) -> None:
    _signed_in(watched, address, credentials, "tiepnhan")
    watched.goto(f"{address}/dossiers/new")
    _search(watched, "hôn nhân")
    _silent(watched)
    watched.goto(f"{address}/dossiers/new/{MARITAL}")
    _choose(watched, "[name=subject][value=other]", "[name=subjectName]")
    watched.get_by_role("button", name="Thêm dòng").click()
    watched.locator(".list-row").nth(1).wait_for()
    _silent(watched)


def test_back_shows_the_whole_page_again(watched: Page, address: str, credentials: dict[str, Any]) -> None:
    _signed_in(watched, address, credentials, "tuphap")
    watched.goto(f"{address}/dossiers")
    _search(watched, "zzz")
    assert "search=zzz" in watched.url
    watched.go_back()
    expect(watched.locator("main input[type=search]")).to_have_value("")
    assert watched.get_by_role("navigation", name="Các mục").is_visible()
    assert "search=" not in watched.url


def test_a_tasks_name_has_room_beside_the_other_columns(
    watched: Page, address: str, credentials: dict[str, Any], receive: Callable[..., Shown]
) -> None:
    receive(**{"applicant.name": "Người Nộp Có Một Tên Rất Dài Để Thử"})
    _signed_in(watched, address, credentials, "tuphap")
    watched.goto(f"{address}/queue")
    lines = "name => name.getClientRects().length"
    assert watched.locator("[data-rows] tbody th a").first.evaluate(lines) <= 2
    assert watched.evaluate("document.documentElement.scrollWidth") <= 1280


def test_a_filter_that_is_chosen_narrows_the_list(
    watched: Page, address: str, credentials: dict[str, Any], receive: Callable[..., Shown]
) -> None:
    code = code_on(receive())
    _signed_in(watched, address, credentials, "tuphap")
    watched.goto(f"{address}/queue")
    row = watched.get_by_role("row").filter(has_text=code)
    for late, lines in (("late", 0), ("", 1)):
        with watched.expect_response(lambda answer, late=late: f"late={late}&" in answer.url):
            watched.select_option("#q-late", late)
        expect(row).to_have_count(lines)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_letter_is_edited(watched: Page, address: str, credentials: dict[str, Any], width: int) -> None:
    watched.set_viewport_size({"width": width, "height": 900})
    _signed_in(watched, address, credentials, "quantri")
    watched.goto(f"{address}/letters")
    watched.get_by_role("link", name="status-5", exact=True).first.click()
    box, shown = watched.locator("#f-source"), watched.locator("#shown")
    before = box.input_value()
    box.fill(before.replace("{{ code }}", "{{ cod }}"))
    watched.get_by_role("button", name="Xem thử").click()
    expect(shown).to_contain_text("dòng 3")
    box.fill(before.replace("Đề nghị bổ sung hồ sơ", "Xin bổ sung"))
    watched.get_by_role("button", name="Xem thử").click()
    expect(shown).to_contain_text("Xin bổ sung: H99")
    expect(shown).to_contain_text("đoạn tin")
    assert watched.evaluate("document.documentElement.scrollWidth") <= width, "nothing stands beyond the edge"
    watched.get_by_label("Lý do sửa").fill("Gọn hơn")
    watched.get_by_role("button", name="Lưu thành phiên bản mới").click()
    expect(watched.get_by_text("Đã lưu thành phiên bản 1")).to_be_visible()
    assert "Xin bổ sung" in box.input_value()
    _silent(watched)
