"""A person of the office at a browser: signs in, receives dossiers, does tasks. In Vietnamese, as the office works."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, expect

from tests.support.running import Running


class Desk:
    """One person's browser. ``faults`` collects what a person would not see: script errors and failed requests."""

    def __init__(self, browser: Browser, office: Running, username: str = "") -> None:
        self._office = office
        self.faults: list[str] = []
        self._context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", base_url=office.url)
        self._context.set_default_timeout(60_000)
        self.page: Page = self._context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("console", self._note)
        self.page.on("response", self._look)
        if username:
            self._sign_in(username)

    def close(self) -> None:
        """Closes the browser and shows what went wrong behind the pages."""
        self._context.close()
        assert not self.faults

    def _note(self, message: ConsoleMessage) -> None:
        # Chromium reports every answer of 400 and above there; which of them are faults, `_look` knows.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text}")

    def _look(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status} {response.url}")

    def _sign_in(self, username: str) -> None:
        self.page.goto("/")
        self.page.get_by_label("Tên đăng nhập").fill(username)
        self.page.get_by_label("Mật khẩu").fill(self._office.password(username))
        self.page.get_by_role("button", name="Đăng nhập").click()
        expect(self.page.get_by_role("navigation", name="Các mục")).to_be_visible()

    def go(self, place: str) -> None:
        """Follows a link of the left bar."""
        self.page.get_by_role("navigation").get_by_role("link", name=re.compile(f"^{place}")).first.click()

    def receive(
        self,
        procedure: str,
        applicant: Mapping[str, str],
        data: Mapping[str, Any],
        return_by: str,
        papers: Mapping[str, Path],
    ) -> tuple[str, str]:
        """Opens a dossier from the left bar to the receipt; its code and the secret of the receipt."""
        self.go("Tiếp nhận hồ sơ")
        self.page.get_by_role("link", name=procedure).first.click()
        fill(self.page, {f"applicant.{name}": value for name, value in applicant.items()} | dict(data))
        for name, file in papers.items():
            self.page.locator(f'[name="{name}"][type=file]').set_input_files(file)
        fill(self.page, {"channel": "counter", "return_by": return_by})
        self.page.get_by_role("button", name="Tiếp nhận và in giấy tiếp nhận").click()
        expect(self.page.get_by_role("heading", name="GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ")).to_be_visible()
        code = self.page.locator(".receipt-number strong").first.inner_text()
        return code, self.page.locator("#secret").inner_text()

    def row(self, code: str) -> Locator:
        """The line of the dossier in the queue."""
        return self.page.get_by_role("row").filter(has_text=code)

    def take(self, code: str) -> None:
        """Finds the dossier's task in the queue, takes it there and opens it."""
        self.go("Việc cần làm")
        self.row(code).get_by_role("button", name="Nhận", exact=True).click()
        expect(self.row(code).get_by_role("button", name="Trả lại")).to_be_visible()
        self.row(code).get_by_role("rowheader").get_by_role("link").click()

    def do(self, code: str, data: Mapping[str, Any]) -> None:
        """Takes the dossier's task and completes it with ``data``."""
        self.take(code)
        self.complete(data)

    def complete(self, data: Mapping[str, Any]) -> None:
        """Fills the form of the task at hand and completes it."""
        fill(self.page, data)
        self.page.get_by_role("button", name="Hoàn thành").click()
        expect(self.page.get_by_role("navigation", name="Các phần của hồ sơ")).to_be_visible()


def fill(page: Page, data: Mapping[str, Any]) -> None:
    """Answers the fields of a form by name, in order; each must be shown by then, as answers before it may show it."""
    for name, value in data.items():
        field = page.locator(f'main [name="{name}"]:not([type=hidden])')
        expect(field.first).to_be_visible()
        _answer(field, value)
        _settle(page)


def _answer(field: Locator, value: Any) -> None:
    if field.first.get_attribute("type") == "radio":
        field.and_(field.page.locator(f'[value="{value}"]')).check()
    elif field.first.evaluate("element => element.tagName") == "SELECT":
        field.select_option(str(value))
    else:
        field.fill(str(value))
        field.blur()


def _settle(page: Page) -> None:
    """Waits until a form that follows its answers has been drawn anew."""
    if page.locator("[data-live]").count():
        page.wait_for_timeout(250)
        expect(page.locator(".htmx-request, .htmx-settling, .htmx-swapping")).to_have_count(0)
