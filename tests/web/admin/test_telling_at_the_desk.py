"""The applicant says at the desk how they want to be told; ways without a gateway are not offered."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from flask import Flask

from admin.app import create_app
from core.domain.channels import TellBy
from core.services.office import Office
from core.settings import Settings
from tests.web.admin.desks import Desk, Shown
from tests.web.admin.steps import MARITAL, code_on

PAGE = f"/dossiers/new/{MARITAL}"


@pytest.fixture
def ways() -> frozenset[str]:
    return frozenset({TellBy.EMAIL, TellBy.SMS})


@pytest.fixture
def app(demo: Office, settings: Settings, ways: frozenset[str]) -> Flask:
    """The staff's application of an office that has these ways."""
    built = create_app(Office(dataclasses.replace(demo.context, ways=ways)), settings)
    built.testing = True
    return built


def test_only_ways_with_a_gateway_are_offered(desk: Callable[[str], Desk]) -> None:
    text = desk("tiepnhan").get(PAGE).text
    assert all(way in text for way in ("thư điện tử", "tin nhắn SMS", "không nhận thông báo"))
    assert "tin nhắn Zalo" not in text


@pytest.mark.parametrize(("way", "told"), [("sms", "tin nhắn SMS"), ("none", "không nhận thông báo")])
def test_the_choice_stands_in_the_dossier(
    desk: Callable[[str], Desk], receive: Callable[..., Shown], way: str, told: str
) -> None:
    receipt = receive(**{"applicant.tell_by": way})
    assert told in desk("tiepnhan").get(f"/dossiers/{code_on(receipt)}").text


def test_a_message_without_a_number_is_asked_for_beside_the_field(
    desk: Callable[[str], Desk], receive: Callable[..., Shown]
) -> None:
    again = receive(**{"applicant.tell_by": "sms", "applicant.phone": ""})
    assert again.status == 422 and "Muốn nhận tin nhắn thì phải có số điện thoại." in again.text
    assert again.form(PAGE)["applicant.tell_by"] == "sms", "what was chosen stays"
