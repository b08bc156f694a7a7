"""Filters in the address: what is understood is applied and shown, what is not is named, and nothing in between."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, request

from admin import filters
from core.services.office import Office
from tests.web.admin.desks import Desk, Shown

WRONG = [
    ("thanhtra", "/audit/accesses?first=32/13/2026", "32/13/2026"),
    ("thanhtra", "/audit/accesses?last=01/12/26", "01/12/26"),
    ("thanhtra", "/audit/accesses?part=nonsense", "nonsense"),
    ("thanhtra", "/audit/accesses?first=02/12/2026&last=01/12/2026", "01/12/2026"),
    ("thanhtra", "/audit/journal?first=hôm+qua", "hôm qua"),
    ("thanhtra", "/audit/journal?kind=nonsense", "nonsense"),
    ("thanhtra", "/audit?status=99", "99"),
    ("thanhtra", "/audit?finished=maybe", "maybe"),
    ("tuphap", "/dossiers?status=x", "x"),
    ("tuphap", "/dossiers?late=never", "never"),
    ("lanhdao", "/dossiers?status=0", "0"),
    ("lanhdao", "/queue?state=gone", "gone"),
    ("tuphap", "/queue?late=soonish", "soonish"),
    ("lanhdao", "/incidents?state=nonsense", "nonsense"),
]


@pytest.mark.parametrize(("who", "address", "typed"), WRONG)
def test_what_is_not_understood_is_named_and_not_shown_as_applied(
    desk: Callable[[str], Desk], who: str, address: str, typed: str
) -> None:
    page = desk(who).get(address)
    (notice,) = page.tree.xpath("//*[@id='filter-faults']")
    words = " ".join(notice.text_content().split())
    assert f"“{typed}”" in words and "Danh sách chưa được lọc theo mục này." in words
    assert "lọc theo:" not in page.text.replace(words, "") or typed not in page.text.partition("lọc theo:")[2][:80]
    links = [link for _, _, link, _ in page.tree.iterlinks() if "after=" in link]
    assert not [link for link in links if typed in link]


@pytest.mark.parametrize("typed", ["01/11/2026", "1.11.2026", "1-11-2026", "2026-11-01"])
@pytest.mark.parametrize("page", ["accesses", "journal"])
def test_days_are_read_as_people_write_them(desk: Callable[[str], Desk], demo: Office, page: str, typed: str) -> None:
    auditor = desk("thanhtra")
    auditor.get("/audit/accesses")
    shown = auditor.get(f"/audit/{page}?first={typed}")
    assert not shown.tree.xpath("//*[@id='filter-faults']")
    assert shown.tree.xpath("//input[@name='first']/@value") == ["01/11/2026"]
    assert "lọc theo: từ ngày 01/11/2026" in shown.text and "lọc theo:" not in auditor.get(f"/audit/{page}").text


def test_what_is_applied_is_shown_even_where_it_is_not_offered(desk: Callable[[str], Desk]) -> None:
    for address, name, value in (
        ("/queue?role=nonsense", "role", "nonsense"),
        ("/queue?state=cancelled", "state", "cancelled"),
        ("/queue?procedure=9.9", "procedure", "9.9"),
        ("/dossiers?procedure=9.9", "procedure", "9.9"),
    ):
        page = desk("tuphap").get(address)
        assert page.tree.xpath(f"//select[@name='{name}']/option[@selected]/@value") == [value], address


def test_what_a_list_was_narrowed_by_is_told_in_words(
    desk: Callable[[str], Desk], receive: Callable[..., Shown]
) -> None:
    receive()
    clerk = desk("tuphap")
    clerk.get("/queue?search=Nguyen&late=late")
    clerk.get("/dossiers?finished=no&status=2")
    text = desk("thanhtra").get("/audit/accesses?person=tuphap").tree.find(".//tbody").text_content()
    words = " ".join(text.split())
    assert ": “Nguyen”, quá hạn" in words
    assert not [word for word in ("open", "late", "False", "no,") if word in words]


def test_a_page_names_filters_of_its_own(app: Flask) -> None:
    with app.test_request_context("/?field=Z"):
        read = filters.FilterReader(request.args, {"field": "Lĩnh vực"})
        assert read.one_of("field", ("A", "B")) is None and read.said == {}
        assert "Lĩnh vực “Z”" in read.faults["field"]
