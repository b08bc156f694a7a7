"""Settings that need each other, and variables that look like settings and are what a container's engine tells."""

from __future__ import annotations

import pytest

from core.errors.settings import SettingInvalid
from web import messages
from workers.settings import read


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"MOTCUA_SCAN_REQUIRED": "true"}, "MOTCUA_SCAN_REQUIRED"),
        ({"MOTCUA_PASSWORDS": "false"}, "MOTCUA_PASSWORDS"),
        ({"MOTCUA_OIDC_SECOND_FACTOR": "true"}, "MOTCUA_OIDC_SECOND_FACTOR"),
        ({"MOTCUA_OIDC_URL": "https://sso.example.vn"}, "MOTCUA_OIDC_CLIENT"),
        ({"MOTCUA_POSTAL_URL": "https://post.example.vn"}, "MOTCUA_POSTAL_KEY"),
        ({"MOTCUA_RECORDS_URL": "https://axis.example.vn"}, "MOTCUA_RECORDS_KEY"),
    ],
)
def test_a_setting_that_needs_another_is_named(given: dict[str, str], named: str) -> None:
    with pytest.raises(SettingInvalid) as caught:
        read(given)
    assert f"The setting {named} is wrong" in str(caught.value)
    assert messages.text(caught.value, "vi").startswith(f"Thiết lập {named} chưa đúng")


def test_what_needs_each_other_is_taken_together() -> None:
    read({"MOTCUA_SCAN_REQUIRED": "true", "MOTCUA_CLAMD_URL": "tcp://clamd:3310"})
    read({"MOTCUA_POSTAL_URL": "https://post.example.vn", "MOTCUA_POSTAL_KEY": "code:secret"})


LINKS = {
    "MOTCUA_PORT": "tcp://10.0.0.1:8000",
    "MOTCUA_PORT_8000_TCP": "tcp://10.0.0.1:8000",
    "MOTCUA_PORT_8000_TCP_ADDR": "10.0.0.1",
    "MOTCUA_PORT_8000_TCP_PORT": "8000",
    "MOTCUA_PORT_8000_TCP_PROTO": "tcp",
    "MOTCUA_SERVICE_HOST": "fd00::1",
    "MOTCUA_SERVICE_PORT": "8000",
    "MOTCUA_SERVICE_PORT_HTTP": "8000",
    "MOTCUA_REDIS_SERVICE_HOST": "10.0.0.2",
    "MOTCUA_REDIS_SERVICE_PORT": "6379",
    "MOTCUA_REDIS_PORT": "tcp://[fd00::2]:6379",
    "MOTCUA_REDIS_PORT_6379_TCP": "tcp://[fd00::2]:6379",
    "MOTCUA_WEB_2_PORT_53_UDP": "udp://10.0.0.3:53",
}


def test_what_an_engine_tells_of_services_is_passed_over() -> None:
    assert read(LINKS) == read({})
    assert read({**LINKS, "MOTCUA_HOST": "0.0.0.0"}).port == 8000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MOTCUA_PORT", "tcp://motcua:8000"),
        ("MOTCUA_PORT", "http://10.0.0.1:8000"),
        ("MOTCUA_PORT", "tcp://10.0.0.1"),
        ("MOTCUA_PORT", "tcp://10.0.0.1:80000"),
        ("MOTCUA_HOST", "tcp://10.0.0.1:8000"),
        ("MOTCUA_PORT_8000_TCP_ADDR", "motcua"),
        ("MOTCUA_PORT_8000_TCP_PROTO", "TCP"),
        ("MOTCUA_SERVICE_HOST", "http://10.0.0.1"),
        ("MOTCUA_SERVICE_PORT", "eighty"),
        ("MOTCUA_SERVICE", "10.0.0.1"),
        ("MOTCUA_PROTO", "tcp"),
        ("motcua_service_host", "10.0.0.1"),
    ],
)
def test_what_only_looks_like_it_is_told(name: str, value: str) -> None:
    with pytest.raises(SettingInvalid, match=name):
        read({name: value})
