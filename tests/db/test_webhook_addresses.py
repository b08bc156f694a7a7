"""Addresses of webhooks, as they are judged when somebody writes them."""

from __future__ import annotations

import pytest

from core.domain import public_addresses
from core.errors.requests import BadValue
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.webhooks import NewWebhook


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/x",
        "https://10.1.2.3/x",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/x",
        "https://[::ffff:10.0.0.1]/x",
        "https://[64:ff9b::7f00:1]/x",
        "http://example.vn/x",
        "ftp://example.vn/x",
        "https://user:secret@example.vn/x",
        "https://example.vn/x#part",
        "https://",
        "example.vn",
        "https://exa mple.vn",
        "https://example.vn:99999/",
    ],
)
def test_addresses_that_cannot_be_meant_are_refused_when_they_are_written(demo: Office, address: str) -> None:
    with pytest.raises(BadValue) as refused:
        demo.webhooks.create_webhook(NewWebhook(name="x", address=address, unit="H99"), SYSTEM)
    assert refused.value.params["field"] == "address"


def test_a_public_address_is_taken_as_it_was_written(demo: Office) -> None:
    address = "https://bao-tin.example.vn:8443/motcua?office=H99.05"
    webhook, _ = demo.webhooks.create_webhook(NewWebhook(name=" Cổng  tỉnh ", address=address, unit="H99"), SYSTEM)
    view = demo.webhooks.webhook(webhook, SYSTEM)
    assert (view.address, view.name, view.unit_code, view.active) == (address, "Cổng tỉnh", "H99", True)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("203.162.0.1", True),
        ("2001:4860:4860::8888", True),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("2002:7f00:1::", False),
        ("::127.0.0.1", False),
        ("::ffff:0:127.0.0.1", False),
        ("fec0::1", False),
        ("::ffff:192.168.1.1", False),
    ],
)
def test_what_is_public(address: str, public: bool) -> None:
    found = public_addresses.parsed(address)
    assert found is not None and public_addresses.is_public(found) is public


def test_networks_of_the_setting() -> None:
    inside, outside = public_addresses.parsed("10.20.0.5"), public_addresses.parsed("10.21.0.5")
    assert inside is not None and outside is not None
    assert public_addresses.is_named(inside, "10.20.0.0/16,192.168.5.7/32")
    assert not public_addresses.is_named(outside, "10.20.0.0/16") and not public_addresses.is_named(outside, "")
