"""The clerk asks what the post takes, with and without scripts, before the applicant chooses."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from flask import Flask

from admin.app import create_app
from core.ports import PostageAway, PostageQuote
from core.services.office import Office
from core.settings import Settings
from tests.web.admin.desks import Desk, Shown
from tests.web.admin.steps import APPLICANT, MARITAL, code_on

PAGE = f"/dossiers/new/{MARITAL}"
PRICES = (PostageQuote("express", "Bưu điện Mẫu", 32_000, 2), PostageQuote("standard", "Bưu điện Mẫu", 18_000))
Quotes = tuple[PostageQuote, ...]


@pytest.fixture
def asked() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def app(demo: Office, settings: Settings, asked: list[tuple[str, str]]) -> Flask:
    """The staff's application with a carrier that names prices, except for one address."""

    def prices(origin: str, address: str) -> Quotes:
        asked.append((origin, address))
        if "xa" in address:
            raise PostageAway("down")
        return PRICES

    built = create_app(Office(dataclasses.replace(demo.context, postage=prices)), settings)
    built.testing = True
    return built


@pytest.mark.parametrize("htmx", [True, False])
def test_the_prices_stand_beside_the_choice(
    desk: Callable[[str], Desk], asked: list[tuple[str, str]], htmx: bool
) -> None:
    changed = {**APPLICANT, "return_by": "post", "post_service": "express", "_refresh": "postage"}
    shown = desk("tiepnhan").send(PAGE, changed, page=PAGE, htmx=htmx)
    assert shown.text.index("18.000") < shown.text.index("32.000")
    assert "2 ngày" in shown.text and [address for _, address in asked] == [APPLICANT["applicant.address"]]
    assert ("Hỏi cước" in shown.text) is not htmx, "with scripts only the prices are drawn"
    if not htmx:
        assert shown.form(PAGE)["applicant.address"] == APPLICANT["applicant.address"]
        assert shown.form(PAGE)["post_service"] == "express"


@pytest.mark.parametrize(("address", "told"), [("", "chưa có địa chỉ phát"), ("nơi xa", "Vẫn tiếp nhận hồ sơ được")])
def test_why_there_is_no_price(desk: Callable[[str], Desk], address: str, told: str) -> None:
    changed = {**APPLICANT, "applicant.address": address, "_refresh": "postage"}
    assert told in desk("tiepnhan").send(PAGE, changed, page=PAGE, htmx=True).text


def test_the_choice_is_on_the_receipt_and_in_the_dossier(
    desk: Callable[[str], Desk], receive: Callable[..., Shown], asked: list[tuple[str, str]]
) -> None:
    receipt = receive(return_by="post", post_service="express")
    assert "bưu chính công ích (chuyển nhanh)" in receipt.text
    assert "Dịch vụ bưu chínhchuyển nhanh" in desk("tiepnhan").get(f"/dossiers/{code_on(receipt)}").text
    assert asked == [], "opening a dossier waits for no carrier"


def test_a_service_nobody_offers_is_refused(desk: Callable[[str], Desk], receive: Callable[..., Shown]) -> None:
    assert "dịch vụ bưu chính “pigeon”" in receive(return_by="post", post_service="pigeon").text
