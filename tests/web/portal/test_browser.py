"""The public pages in a browser: readable on a phone, accessible, and usable without any script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from core.services.office import Office
from core.services.views.dossiers import DossierView
from tests.db.test_notices import do
from tests.web.kit.serving import AXE, VIOLATIONS, need_front_end, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.e2e

PAGES = ["/", "/procedures", "/procedures?search=zzz", "/procedures/1.004873", "/track", "/nothing"]


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    need_front_end()
    with served(app) as found:
        yield found


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_are_accessible_and_fit(
    page: Page, address: str, width: int, receive: Callable[..., DossierView]
) -> None:
    page.set_viewport_size({"width": width, "height": 850})
    for path in PAGES:
        page.goto(address + path)
        _check(page, width)
    _track(page, address, receive())
    page.get_by_text("Quá trình giải quyết").wait_for()
    _check(page, width)


def test_tracking_works_without_script(browser: Browser, address: str, receive: Callable[..., DossierView]) -> None:
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    dossier = receive()
    _track(page, address, dossier)
    assert page.locator("h1").inner_text() == "Cấp giấy xác nhận tình trạng hôn nhân"
    assert page.url == f"{address}/track"
    assert not page.get_by_role("button", name="In trang này").is_visible()
    context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_language_changes_without_another_look_up(
    page: Page, address: str, width: int, receive: Callable[..., DossierView], demo: Office
) -> None:
    page.set_viewport_size({"width": width, "height": 850})
    dossier = receive()
    do(demo, dossier.code, "Task_Review", decision="supplement", supplementList="Giấy uỷ quyền")
    do(demo, dossier.code, "Task_Supplement", supplementResult="withdrawn")
    _track(page, address, dossier)
    page.get_by_text("Dừng ở bước").wait_for()
    page.get_by_role("button", name="English").click()
    page.get_by_text("Stopped at the step").wait_for()
    assert dossier.code in page.locator("body").inner_text() and page.url == f"{address}/track"
    _check(page, width)
    page.get_by_role("button", name="Tiếng Việt").click()
    page.get_by_text("Dừng ở bước").wait_for()


def _track(page: Page, address: str, dossier: DossierView) -> None:
    page.goto(f"{address}/track?code={dossier.code}")
    page.fill("[name=secret]", str(dossier.receipt_secret))
    page.get_by_role("button", name="Tra cứu", exact=True).click()


def _check(page: Page, width: int) -> None:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(VIOLATIONS) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
