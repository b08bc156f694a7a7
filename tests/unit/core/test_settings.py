"""Every setting refuses what it cannot work with, by name, before anything starts."""

from __future__ import annotations

import os
import traceback
from pathlib import Path

import click.testing
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core import setting_values as values
from core.errors.settings import SettingInvalid, SettingUnknown
from core.setting_names import variable
from core.settings import takes, text
from motcua.cli import COMMANDS, main
from motcua.environment import environment
from web import messages
from workers import registry
from workers.settings import read

Settings = registry.settings_kind()

#: Of every setting at least one value that would hurt later. A new setting needs a line here.
WRONG = {
    "home": ["/dev/null/office"],
    "database_url": [
        "motcua.db",
        "mysql://root@localhost/motcua",
        "postgres://localhost/motcua",
        "postgresql+psycopg2://localhost/motcua",
        "postgresql://localhost:99999/motcua",
        "postgresql://localhost:port/motcua",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:////dev/null/motcua.db",
    ],
    "redis_url": ["localhost:6379", "http://localhost:6379", "redis://", "redis://h:0/0", "redis://h/queue", "unix://"],
    "host": ["http://127.0.0.1", "127.0.0.1:8000", "300.1.1.1", "my host", "a..b", "-a"],
    "port": ["eighty", "-1", "65536", "80.5", "tcp://motcua:8000"],
    "base_url": ["motcua.example.vn", "ftp://example.vn", "https://", "https://a b", "https://h:99999", "https://h/?x=1", "https:/h"],
    "secret_key": ["short", "x" * 31, "ư" * 15],
    "language": ["fr", "VI", "vi_VN"],
    "upload_limit": ["0", "-5", "20MB", "1e99", "99999999999999"],
    "smtp_url": ["mail.example.vn", "http://mail.example.vn", "smtp://", "smtp://h:70000", "smtp://user@h", "smtp://h/x", "smtp://h:0"],
    "mail_archive_url": [
        "mail.example.vn",
        "smtp://u:p@h/Sent",
        "imaps://h/Sent",
        "imaps://u@h/Sent",
        "imaps://u:p@h",
        "imaps://u:p@h/",
        "imaps://u:p@h:0/Sent",
        "imaps://u:p@h:99999/Sent",
        "imaps://u:p@h/Đã gửi",
    ],
    "mail_from": [
        "motcua",
        "Một Cửa",
        "motcua@",
        "@example.vn",
        "a@b@example.vn",
        "Một Cửa <motcua>",
        "a@example.vn, b@example.vn",
        "a@example.vn\nBcc: b@example.vn",
        "motcua@-localhost",
        "a@192.168.1.1",
    ],
    "postal_url": ["post", "ftp://post.example.vn", "http://"],
    "postal_key": ["secret", ":secret", "code:", " : "],
    "postal_carrier": ["VNPOST", "ghn", "vnpost,viettel"],
    "records_url": ["axis", "//axis.example.vn", "https://user:secret@axis.example.vn"],
    "records_key": ["secret", ":secret", "id:"],
    "records_signing_key": ["/dev/null", "/nowhere/key.pem", "/"],
    "records_certificates": ["/dev/null", "/nowhere/offices.pem", "/"],
    "signature_roots": ["/dev/null", "/nowhere/roots.pem", "/"],
    "quiet_hours": ["21:00", "21:00-", "25:00-07:00", "evening", "21:00-21:00"],
    "sms_sender": ["TÊN CƠ QUAN", "A NAME FAR TOO LONG", "-"],
    "sms_diacritics": ["sometimes", "2"],
    "sms_segments": ["0", "11", "many"],
    "oa_token": ["short", "with a blank in the middle"],
    "oa_template": ["mẫu", "a b", "x" * 61],
    "message_callback_secret": ["short", "has a space in it, and more"],
    "payment_callback_secret": ["short", "has a space in it, and more"],
    "payment_unit": ["H99 05", "xã/1", "-"],
    "payment_account": ["970403", "0011012345678", "97040:0011012345678", "970403:", "970403:số tài khoản"],
    "payment_payee": ["!!!", "。。"],
    "population_service": ["G15 TP110", "-G15", "G15\nX"],
    "population_client": ["VN GOV", "/VN", "x" * 101],
    "secure_cookies": ["maybe", "2", "ja"],
    "metrics_token": ["short", "with a blank in the middle", "mật-khẩu-cho-số-liệu"],
    "clamd_url": ["localhost:3310", "tcp://", "tcp://host:0", "http://host:3310", "unix:clamd.ctl"],
    "scan_required": ["maybe", "2", "true"],  # nothing could be uploaded without a scanner
    "proxies": ["-1", "one", "11", "0.5"],
    "session_idle_minutes": ["0", "4", "1441", "2h"],
    "session_hours": ["0", "73", "-1", "12.5"],
    "access_log_days": ["0", "89", "36501", "-1", "a year"],
    "inbound_days": ["0", "3651", "-1", "a year"],
    "national_portal_url": ["portal", "ftp://portal.example.vn"],
    "national_portal_key": ["secret", ":secret", "id:"],
    "national_portal_callback_secret": ["short", "0123456789abcde"],
    "offices_code": ["H99 05", "xã/1", "-"],
    "offices_partners": [
        "H98",
        "H98 https://motcua.example.vn",
        "H98 https://motcua.example.vn short",
        "H98 motcua.example.vn whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "H98 https://a.vn whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw,H98 https://b.vn whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    ],
    "webhook_days": ["0", "3651", "-1", "a month"],
    "push_key": ["x", "ä" * 43, "A" * 42, "A" * 87],
    "push_networks": ["10.0.0.0/40", "intranet", "*"],
    "webhook_networks": ["10.0.0.0/40", "10.0.0.1/8", "intranet", "10.0.0.0/8;192.168.0.0/16", "*"],
    "call_rates": ["60", "postal", "postal=60", "postal=0/m", "postal=60/d", "postal=1/s;records=1/s", "postal=1/s,postal=2/s", "post-office=1/s"],
    "postal_order_days": ["-1", "61", "two"],
    "slow_calls": ["-1", "1001", "two", "1.5"],
    "breaker_failures": ["-1", "1001", "five", "2.5"],
    "breaker_seconds": ["30;60", "30,,60", "-1", "nan", "1.800", ",".join(["1"] * 21)],
    "passwords": ["perhaps", "false"],  # nobody could sign in without a provider
    "second_factor_roles": ["admin;leader", "admin,,leader", "admin, *", "1role"],
    "oidc_url": ["sso.example.vn", "ftp://sso.example.vn", "https://", "https://sso.example.vn/?x=1"],
    "oidc_client": ["id", ":secret", "id:"],
    "oidc_name": ["x" * 61],
    "oidc_claim": ["user name", "ư", "x" * 101],
    "oidc_second_factor": ["sometimes", "true"],
    "retry_seconds": ["", "60;300", "60,,300", "-1", "nan", "inf", "1.800,7.200", "sixty", ",".join(["1"] * 21)],
}  # fmt: skip
#: By what judges it: of a connector's setting of the same kind.
KINDS = {
    values.web_address: ["post", "ftp://post.example.vn", "http://", "https://user:secret@axis.example.vn"],
    values.secrets: ["short", "with a blank in between", "a-secret-long-enough,short"],
    values.pair: ["secret", ":secret", "code:", " : "],
}
for _name, _field in Settings.model_fields.items():
    _judge = next((getattr(rule, "func", None) for rule in _field.metadata), None)
    if _name not in WRONG and _judge in KINDS:
        WRONG[_name] = KINDS[_judge]
RIGHT = {
    "database_url": ["sqlite:////srv/một cửa/office.db", "postgresql://h/x", "postgresql+psycopg://u:p%40@h:5432/x?sslmode=require"],
    "redis_url": ["redis://h", "redis://:p@h:6379/0", "rediss://u:p@h:1/3", "unix:///srv/một cửa/queue.sock"],
    "host": ["0.0.0.0", "::", "::1", "localhost", "motcua.example.vn"],
    "base_url": ["http://127.0.0.1:8000", "https://một-cửa.example.vn/", "http://[::1]:8000", "https://example.vn/motcua"],
    "mail_from": [
        "motcua@example.vn",
        "motcua@localhost",
        "Một Cửa <motcua@example.vn>",
        '"UBND phường Mẫu, bộ phận một cửa" <motcua@mail.example.vn>',
        "motcua@hộp-thư.vn",
        "motcua@mail.house.local",
    ],
    "mail_archive_url": ["imaps://u:p%40@h/Sent", "imap://u:p@127.0.0.1:143/INBOX.Sent"],
    "smtp_url": ["smtp://h", "smtps://u:p%40@h:465", "smtp://127.0.0.1:25/"],
    "postal_key": ["code:secret:with:colons"],
    "metrics_token": ["0123456789abcdef", "a/b+c=d?e&f;g:h,i.j"],
    "clamd_url": ["tcp://clamd:3310", "tcp://[::1]:3310", "unix:///run/clamav/clamd.ctl"],
    "secure_cookies": ["1", "true", "YES", "0", "off"],
    "retry_seconds": ["1,1", "0.25", " 60 , 300 "],
    "upload_limit": [" 1000 "],
}  # fmt: skip


def wrong() -> list[tuple[str, str]]:
    return [(name, value) for name, values in WRONG.items() for value in values if value]


def test_every_setting_has_an_example_that_is_wrong() -> None:
    assert set(WRONG) == set(Settings.model_fields)


@pytest.mark.parametrize("name,value", wrong())
def test_a_wrong_value_ends_the_start_in_a_sentence(
    name: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for other in [name for name in os.environ if name.startswith("MOTCUA_")]:
        monkeypatch.delenv(other)
    monkeypatch.setenv("MOTCUA_HOME", str(tmp_path))
    monkeypatch.setenv(variable(name), value)
    result = click.testing.CliRunner().invoke(main, ["migrate"])
    assert isinstance(result.exception, SystemExit)
    assert result.exit_code == 2, result.output
    vietnamese, english = result.stderr.strip().splitlines()[-2:]
    assert f"Thiết lập {variable(name)} chưa đúng" in vietnamese
    assert f"The setting {variable(name)} is wrong" in english
    assert not list(tmp_path.glob("*.db"))


@pytest.mark.parametrize(
    "name,value",
    [
        ("secret_key", "hunter2"),
        ("postal_key", "hunter2"),
        ("records_key", ":hunter2"),
        ("smtp_url", "smtp://u:hunter2@h:70000"),
        ("redis_url", "redis://:hunter2@h/queue"),
        ("database_url", "postgresql://u:hunter2@h:99999/x"),
    ],
)
def test_a_wrong_value_that_may_be_a_secret_is_not_repeated(name: str, value: str) -> None:
    with pytest.raises(SettingInvalid) as caught:
        read({variable(name): value})
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("name,value", [(name, value) for name, values in RIGHT.items() for value in values])
def test_what_is_right_is_taken(name: str, value: str) -> None:
    assert getattr(read({variable(name): value}), name) is not None


@pytest.mark.parametrize(
    "command", ["up", "serve", "worker", "relay", "doctor", "migrate", "seed", "simulators", "openapi"]
)
def test_every_process_reads_the_settings_first(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert command in COMMANDS
    monkeypatch.setenv("MOTCUA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MOTCUA_MAIL_FROM", "nobody")
    result = click.testing.CliRunner().invoke(main, [command])
    assert (result.exit_code, "MOTCUA_MAIL_FROM" in result.stderr) == (2, True), result.output
    assert not (tmp_path / "home").exists()


def test_a_setting_that_went_says_why() -> None:
    for value in ("Asia/Hanoi", "Asia/Tokyo", "Asia/Ho_Chi_Minh"):
        with pytest.raises(SettingUnknown, match="MOTCUA_ZONE: remove it") as caught:
            read({"MOTCUA_ZONE": value})
    assert "hãy bỏ đi" in messages.text(caught.value, "vi")


@pytest.mark.parametrize(
    "name,advice",
    [
        ("MOTCUA_SECURE_COOKIE", "did you mean MOTCUA_SECURE_COOKIES?"),
        ("MOTCUA_SMPT_URL", "did you mean MOTCUA_SMTP_URL?"),
        ("motcua_port", "did you mean MOTCUA_PORT?"),
        ("MOTCUA_XYZ", "docs/settings.md lists them all"),
    ],
)
def test_a_misspelt_setting_is_named_with_the_nearest_one(name: str, advice: str) -> None:
    with pytest.raises(SettingUnknown) as caught:
        read({name: "1"})
    assert str(caught.value) == f"There is no setting {name}: {advice}"


def test_variables_of_compose_and_of_the_tests_are_nobodys_mistake() -> None:
    read({"MOTCUA_DB_PASSWORD": "x", "MOTCUA_PUBLISH": "x", "MOTCUA_TEST_REQUIRE": "all", "PATH": "x"})


def test_an_empty_variable_is_none() -> None:
    assert read(dict.fromkeys(map(variable, Settings.model_fields), " ")) == Settings()


def test_settings_are_frozen_and_no_secret_stands_in_their_text() -> None:
    settings = Settings(
        secret_key="0123456789abcdef" * 2,
        database_url="postgresql://u:hunter2@h/x",
        redis_url="redis://:hunter2@h",
        smtp_url="smtp://u:hunter2@h",
        postal_key="code:hunter2",
        records_key="id:hunter2",
    )
    assert "hunter2" not in repr(settings) and "0123456789abcdef" not in str(settings)
    with pytest.raises(ValidationError, match="frozen"):
        settings.port = 1
    with pytest.raises(SettingInvalid, match="MOTCUA_PORT"):
        settings.but(port=70000)


def test_the_environment_is_read_by_read_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_PORT", "4711")
    assert (Settings().port, read().port, read({}).port) == (8000, 4711, 8000)


@given(
    st.builds(
        dict,
        port=st.integers(0, 65535),
        proxies=st.integers(0, 10),
        upload_limit=st.integers(1, 1024**3),
        secure_cookies=st.none() | st.booleans(),
        retry_seconds=st.lists(st.integers(0, 99999).map(lambda cents: cents / 100), min_size=1, max_size=20),
        postal_key=st.just("mã:bí mật"),
    )
)
def test_a_child_process_reads_the_same_settings(changes: dict[str, object]) -> None:
    settings = Settings().but(home=Path("var").resolve(), **changes)
    handed = {name: value for name, value in environment(settings).items() if name.startswith("MOTCUA_")}
    assert read(handed) == settings


def test_what_a_setting_takes_is_what_the_documentation_shows() -> None:
    assert takes("port") == "write a whole number from 0 to 65535"
    assert text(Settings().retry_seconds) == "60,300,1800,7200,21600"
