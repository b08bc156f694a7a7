"""Lists: filters in the address, keyset pages, fragments for scripts, search, empty states that say what to do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from admin import dossier_list
from admin.clerk import queue
from tests.web.admin.desks import Desk, Shown
from tests.web.admin.steps import code_on


def rows(page: Shown) -> list[str]:
    return [" ".join(row.text_content().split()) for row in page.tree.iterfind(".//tbody/tr")]


def test_empty_lists_say_what_to_do(desk: Callable[[str], Desk]) -> None:
    assert "Việc mới sẽ hiện ở đây" in desk("tuphap").get("/queue").text
    empty = desk("tiepnhan").get("/dossiers").tree.find_class("empty")[0]
    assert empty.find(".//a").get("href") == "/dossiers/new"
    filtered = desk("tiepnhan").get("/dossiers?status=10").tree.find_class("empty")[0]
    assert filtered.find(".//a").get("href") == "/dossiers"


def test_filters_narrow_the_queue_and_stay_in_the_form(
    desk: Callable[[str], Desk], receive: Callable[..., Shown]
) -> None:
    receive()
    clerk = desk("tuphap")
    for query, number in (
        ("", 1),
        ("?procedure=1.004873", 1),
        ("?procedure=2.000908", 0),
        ("?search=nguoi+nop", 1),
        ("?search=khong+co", 0),
        ("?holder=none", 1),
        ("?holder=me", 0),
        ("?late=late", 0),
        ("?role=reviewer", 1),
        ("?state=completed", 0),
    ):
        page = clerk.get(f"/queue{query}")
        assert len(rows(page)) == number, query
    assert clerk.get("/queue?procedure=2.000908").form("/queue")["procedure"] == "2.000908"


def test_a_script_gets_the_list_alone(desk: Callable[[str], Desk], receive: Callable[..., Shown]) -> None:
    receive()
    for who, address in (
        ("tuphap", "/queue"),
        ("tuphap", "/dossiers"),
        ("thanhtra", "/audit"),
        ("tiepnhan", "/dossiers/new?search=hon+nhan"),
    ):
        part = desk(who).get(address, htmx=True)
        assert "<html" not in part.answer.get_data(as_text=True)
        assert len(rows(part)) == 1


def test_a_script_takes_and_gives_back_in_place(desk: Callable[[str], Desk], receive: Callable[..., Shown]) -> None:
    receive()
    clerk = desk("tuphap")
    for expected in ("Trả lại", "Nhận", "Trả lại"):
        page = clerk.get("/queue")
        button = page.tree.find(".//tbody//button")
        assert button is not None
        answer = clerk.client.post(
            button.get("hx-post"),
            data={
                "csrf_token": page.form("/queue/claim")["csrf_token"],
                "idempotency_key": button.get("hx-vals").split('"')[3],
            },
            headers={"HX-Request": "true"},
        )
        assert answer.status_code == 200
        assert expected in answer.get_data(as_text=True)


@pytest.mark.parametrize(("who", "address"), [("tuphap", "/queue"), ("tiepnhan", "/dossiers"), ("thanhtra", "/audit")])
def test_pages_follow_each_other_without_gaps(
    desk: Callable[[str], Desk], receive: Callable[..., Shown], monkeypatch: pytest.MonkeyPatch, who: str, address: str
) -> None:
    monkeypatch.setattr(queue, "SIZE", 2)
    monkeypatch.setattr(dossier_list, "SIZE", 2)
    codes = {code_on(receive()) for _ in range(5)}
    seen: list[str] = []
    following: str | None = f"{address}?search=nguoi"
    while following:
        page = desk(who).get(following)
        seen += [code for row in rows(page) for code in codes if code in row]
        link = page.tree.find(".//nav[@class='pages']/a[@rel='next']")
        following = link.get("href") if link is not None else None
        assert following is None or "search=nguoi" in following
    assert sorted(seen) == sorted(codes)


def test_search_leads_to_the_dossier_or_lists_what_fits(
    desk: Callable[[str], Desk], receive: Callable[..., Shown]
) -> None:
    code = code_on(receive())
    clerk = desk("tiepnhan")
    answer = clerk.client.get(f"/search?search={code.lower()}")
    assert answer.status_code == 303
    assert answer.location == f"/dossiers/{code}?via=search"  # the access log tells how it was found
    assert any(code in row for row in rows(clerk.get("/search?search=nguoi nop")))
    assert "Không tìm thấy" in clerk.get("/search?search=khong-co-ai").text
    assert "Anh/chị tìm gì?" in clerk.get("/search").text


def test_the_procedures_are_found_without_accents(desk: Callable[[str], Desk]) -> None:
    found = rows(desk("tiepnhan").get("/dossiers/new?search=khai sinh"))
    assert ["1.001193" in row for row in found] == [True, False]
    assert "2.002621" in found[1], "the one that birth is only a part of"


def test_identity_numbers_are_masked_in_lists(desk: Callable[[str], Desk], receive: Callable[..., Shown]) -> None:
    receive()
    page = desk("tiepnhan").get("/dossiers").text
    assert "001099000001" not in page
    assert "Người Nộp Mẫu" in page
