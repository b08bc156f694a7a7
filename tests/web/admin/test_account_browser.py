"""The pages of signing in and of the own account in a browser, wide and narrow: usable by keyboard and reader, nothing cut off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.people import NewPerson
from tests.support.clock import TestClock
from tests.web.kit.serving import AXE, VIOLATIONS, need_front_end, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.e2e
FIRST, OWN = "mật khẩu được cấp", "mật khẩu của riêng tôi"


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    need_front_end()
    with served(app) as found:
        yield found


@pytest.fixture(params=[1280, 400])
def screen(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page of a fresh profile; wide, or as narrow as a phone."""
    width = request.param
    context = browser.new_context(locale="vi-VN", viewport={"width": width, "height": 900})
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def looked_at(page: Page) -> None:
    """What axe finds against WCAG 2.2 A and AA is nothing, and nothing stands beside the window."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(VIOLATIONS) == [], page.url
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def code(secret: str, clock: TestClock) -> str:
    return pyotp.TOTP(secret).generate_otp(int(clock().timestamp()) // 30)


def sign_in(page: Page, address: str, username: str, password: str) -> None:
    page.goto(f"{address}/login")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()


def test_from_the_first_password_to_the_second_factor(
    screen: Page, address: str, demo: Office, clock: TestClock
) -> None:
    demo.accounts.create_person(
        NewPerson(username="moi", name="Người Mới Với Một Tên Dài Để Thử", password=FIRST), SYSTEM
    )
    demo.accounts.grant("moi", "receiver", "H99.05.01", SYSTEM)
    sign_in(screen, address, "moi", FIRST)
    expect(screen.get_by_role("heading", name="Đặt mật khẩu riêng")).to_be_visible()
    looked_at(screen)
    screen.get_by_label("Mật khẩu hiện tại").fill("sai")
    screen.get_by_label("Mật khẩu mới", exact=False).first.fill(OWN)
    screen.get_by_role("button", name="Đổi mật khẩu").click()
    expect(screen.locator("#f-old-error")).to_be_visible()
    looked_at(screen)
    screen.locator("#f-old").fill(FIRST)
    screen.locator("#f-new").fill(OWN)
    screen.locator("#f-again").fill(OWN)
    screen.get_by_role("button", name="Đổi mật khẩu").click()
    screen.get_by_role("navigation", name="Các mục").wait_for()

    screen.goto(f"{address}/account")
    looked_at(screen)
    screen.goto(f"{address}/account/tokens")
    screen.get_by_label("Dùng cho việc gì").fill("Phần mềm một cửa của Sở Tư pháp, máy chủ 2")
    screen.get_by_role("checkbox", name="xem việc tasks:read").check()
    screen.get_by_role("button", name="Tạo mã truy cập").click()
    expect(screen.locator("#token")).to_contain_text("mc_")
    looked_at(screen)

    screen.goto(f"{address}/account/factor")
    looked_at(screen)
    screen.get_by_role("button", name="Cài đặt").click()
    secret = screen.locator(".factor-key").inner_text().replace(" ", "")
    assert screen.locator(".factor-square").evaluate("image => image.naturalWidth") > 0, "the square is drawn"
    looked_at(screen)
    screen.get_by_label("Mã", exact=False).first.fill(code(secret, clock))
    screen.get_by_role("button", name="Xác nhận").click()
    expect(screen.locator(".recovery-codes li")).to_have_count(10)
    looked_at(screen)

    clock.advance(seconds=60)
    screen.context.clear_cookies()
    sign_in(screen, address, "moi", OWN)
    expect(screen.get_by_role("heading", name="Xác thực bước hai")).to_be_visible()
    looked_at(screen)
    screen.get_by_label("Mã").fill(code(secret, clock))
    screen.keyboard.press("Enter")
    screen.get_by_role("navigation", name="Các mục").wait_for()


def test_the_administrators_pages(screen: Page, address: str, demo: Office, credentials: dict[str, Any]) -> None:
    password = next(one["password"] for one in credentials["accounts"] if one["username"] == "quantri")
    demo.identities.link_identity("tuphap", "0a1b2c3d-number-of-the-provider", SYSTEM)
    sign_in(screen, address, "quantri", password)
    screen.get_by_role("navigation", name="Các mục").wait_for()
    for page in ("/people/tuphap", "/people/tuphap/access", "/people/tuphap/tokens"):
        screen.goto(address + page)
        looked_at(screen)
