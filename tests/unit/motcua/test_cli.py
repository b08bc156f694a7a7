"""The command line: what it prints, where errors go, and with which code it ends."""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import click.testing
import pytest

from core.services.office import Office
from core.settings import Settings
from motcua import preflight, stack
from motcua.cli import main
from motcua.lock import exclusive
from tests.support.sources import ROOT
from workers import embedded

Run = Callable[..., click.testing.Result]
MARITAL = ROOT / "bpmn" / "procedures" / "marital-status"


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in the data folder of the test."""
    monkeypatch.setenv("MOTCUA_HOME", str(settings.home))
    monkeypatch.setenv("MOTCUA_SECRET_KEY", settings.secret_key)

    def run(*arguments: str) -> click.testing.Result:
        result = click.testing.CliRunner().invoke(main, [str(argument) for argument in arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


def test_a_wrong_setting_is_one_sentence_and_code_2(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_PORT", "eighty")
    result = run("migrate")
    assert result.exit_code == 2
    assert "MOTCUA_PORT" in result.stderr and "Traceback" not in result.stderr
    assert result.stdout == ""


def test_an_unknown_command_is_code_2(run: Run) -> None:
    assert run("divine").exit_code == 2


def test_an_office_is_set_up_from_nothing(run: Run, office: Office) -> None:
    assert run("unit", "add", "H98", "Tỉnh Thử", "--kind", "province").exit_code == 0
    added = run("unit", "add", "H98.01", "Xã Thử", "--kind", "commune", "--parent", "H98", "--field", "ho-tich")
    assert added.exit_code == 0
    assert run("unit", "list").stdout.splitlines()[1].split() == ["H98.01", "commune", "Xã", "Thử"]
    assert run("person", "add", "quantri1", "Người quản trị", "--password", "mật khẩu dài 12").exit_code == 0
    assert run("person", "grant", "quantri1", "admin", "H98").exit_code == 0
    actor = office.passwords.authenticate("quantri1", "mật khẩu dài 12", "127.0.0.1")
    assert [(held.role, held.unit_code) for held in actor.memberships] == [("admin", "H98")]
    unknown = run("person", "grant", "nobody", "admin", "H98")
    assert unknown.exit_code == 1
    assert "nobody" in unknown.stderr


def test_a_token_is_printed_once_listed_with_its_use_and_revoked(run: Run, demo: Office) -> None:
    made = run("token", "add", "tiepnhan", "phần mềm hộ tịch", "--scope", "tasks:read", "--days", "30")
    secret = made.stdout.strip()
    assert (made.exit_code, secret[:3], len(made.stdout.splitlines())) == (0, "mc_", 1)
    assert secret not in made.stderr
    number = made.stderr.split(":")[0]

    def line() -> str:
        return next(one for one in run("token", "list", "tiepnhan").stdout.splitlines() if number in one)

    assert "valid" in line() and "used never" in line() and "tasks:read" in line()
    assert demo.accounts.actor_of_token(secret).username == "tiepnhan"
    assert "used 2026-11-23T02:00Z" in line()
    assert "revoked" in run("token", "revoke", number).stdout
    assert "revoked" in line()
    assert run("token", "revoke", "00000000-0000-0000-0000-000000000000").exit_code == 1
    assert run("token", "revoke", "nonsense").exit_code == 2
    assert run("token", "add", "nobody", "x", "--scope", "tasks:read").exit_code == 1


def test_the_operator_lets_one_person_in_by_password(run: Run, demo: Office) -> None:
    said = run("person", "allow-password", "tiepnhan", "--hours", "2")
    assert (said.exit_code, "until 2026-11-23T04:00Z" in said.stdout) == (0, True)
    assert run("person", "allow-password", "tiepnhan", "--hours", "500").exit_code == 2


def test_deploying_says_what_lint_says(run: Run, demo: Office, tmp_path: Path) -> None:
    folder = shutil.copytree(MARITAL, tmp_path / "procedure")
    diagram = (folder / "process.bpmn").read_text("utf-8")
    (folder / "process.bpmn").write_text(diagram.replace("Thẩm định hồ sơ", "Thẩm định lại"), "utf-8")
    deployed = run("deploy", folder)
    assert (deployed.exit_code, deployed.stdout.startswith("1.004873 version 2 ")) == (0, True)
    (folder / "process.bpmn").write_text(diagram.replace("<bpmn:startEvent", "<bpmn:complexGateway", 1), "utf-8")
    refused = run("deploy", folder)
    assert refused.exit_code == 1
    assert f"{folder} was not deployed" in refused.stderr
    assert demo.procedures.get("1.004873").version == 2


def test_a_folder_of_procedures_is_deployed_whole(run: Run, office: Office) -> None:
    deployed = run("deploy", MARITAL.parent)
    assert deployed.exit_code == 0, deployed.stderr
    assert len(office.procedures.catalogue()) == len(list(MARITAL.parent.glob("*/procedure.toml")))


@pytest.mark.past_the_office
def test_audit_names_what_was_changed(run: Run, demo: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.db.test_dossier_way import open_dossier

    codes = [open_dossier(demo, "2.000908").code for _ in range(2)]
    fine = run("audit", "verify", "--all", "--json")
    assert fine.exit_code == 0
    verdicts = json.loads(fine.stdout)
    assert {verdict["dossier"] for verdict in verdicts if verdict["about"] == "dossier"} == set(codes)
    assert {verdict["about"] for verdict in verdicts} == {
        "dossier",
        "journal",
        "codes",
        "procedures",
        "people",
        "sight",
        "accesses",
    }
    assert "giây cho 1.000 hồ sơ" in fine.stderr
    typed = run("audit", "verify", codes[0].lower().replace(".", "").replace("-", ""))
    assert typed.exit_code == 0 and f"{codes[0]}: còn nguyên vẹn" in typed.stdout
    with demo.context.work.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE event SET actor_name = 'ai khác' WHERE seq = 1 AND dossier_id IN (SELECT id FROM dossier WHERE code = ?)",
            (codes[1],),
        )
    broken = run("audit", "verify", *codes)
    assert broken.exit_code == 1
    assert f"{codes[1]}: nhật ký bị đứt ở sự kiện 1: nội dung đã bị sửa sau khi ghi." in broken.stderr
    assert f"{codes[0]}: còn nguyên vẹn" in broken.stdout
    with demo.context.work.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE dossier SET status = 9 WHERE code = ?", (codes[0],))
        connection.exec_driver_sql("UPDATE code_counter SET last = last + 1")
    told = run("audit", "verify", "--all")
    assert told.exit_code == 1 and f"{codes[0]}: Trong hồ sơ, trạng thái đang là" in told.stderr
    monkeypatch.setenv("MOTCUA_LANGUAGE", "en")
    told = run("audit", "verify", "--all")
    assert f"{codes[0]}: Of the dossier, the status is Processed; event 1 records" in told.stderr
    assert "The numbers given out: Number 3 of H99.05 on " in told.stderr
    assert "The office's journal: intact" in told.stdout
    assert "2 dossiers were checked: 2 differ from their history, 0 could not be checked to the end." in told.stdout
    assert "Journal, numbers, procedures, accounts and lists: 1 findings." in told.stdout


def test_audit_wants_to_be_told_what(run: Run) -> None:
    assert run("audit", "verify").exit_code == 2


def test_doctor_tells_good_from_bad(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    good = run("doctor", "--only", "database", "--only", "migrations", "--json")
    assert (good.exit_code, json.loads(good.stdout)) == (0, {"database": "ok", "migrations": "ok"})
    monkeypatch.setenv("MOTCUA_REDIS_URL", "redis://127.0.0.1:1/0")
    bad = run("doctor", "--only", "queue")
    assert (bad.exit_code, "MOTCUA_REDIS_URL" in bad.stdout) == (1, True)
    assert run("doctor", "--only", "weather").exit_code == 2


def test_doctor_looks_where_the_running_office_looks(
    run: Run, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``motcua up`` starts a queue server and simulators of its own, which stand in nobody else's variables."""
    monkeypatch.delenv("MOTCUA_REDIS_URL", raising=False)
    monkeypatch.delenv("MOTCUA_POSTAL_URL", raising=False)
    stack.simulator_file(settings.home).parent.mkdir(parents=True, exist_ok=True)
    stack.simulator_file(settings.home).write_text(
        json.dumps({"MOTCUA_POSTAL_URL": "http://127.0.0.1:9", "MOTCUA_POSTAL_KEY": "a:b", "mail": "http://x"})
    )
    _, server = embedded.start(settings.home)
    try:
        alone = json.loads(run("doctor", "--json").stdout)
        with exclusive(settings.home / "run" / "up.lock"):
            beside = json.loads(run("doctor", "--json").stdout)
    finally:
        server.terminate()
        server.wait()
    assert "queue" not in alone and "postal" in alone["connectors"]
    assert beside["queue"] == "ok" and "motcua worker" in beside["worker"]
    assert "postal" not in beside["connectors"]


def test_openapi_is_one_document(run: Run) -> None:
    document = json.loads(run("openapi").stdout)
    assert document["openapi"].startswith("3.1")
    assert "/dossiers" in "".join(document["paths"])


def test_up_says_what_is_in_the_way(run: Run, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "frontend_problem", lambda: "The front end is not built. Run: make setup")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("MOTCUA_PORT", str(port))
        result = run("up")
    assert result.exit_code == 1
    assert f"Port {port} is in use" in result.stderr
    assert "make setup" in result.stderr
    assert not (settings.home / "run").exists()


@pytest.mark.parametrize("command", ["up", "serve"])
def test_an_address_that_is_not_this_machines_ends_the_start_in_a_sentence(
    run: Run, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preflight, "frontend_problem", lambda: None)
    for host in ("192.0.2.1", "no-such-host.invalid"):
        monkeypatch.setenv("MOTCUA_HOST", host)
        result = run(command)
        assert (result.exit_code, "MOTCUA_HOST" in result.stderr) == (1, True), result.stderr


def test_a_database_that_does_not_answer_is_a_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_DATABASE_URL", "postgresql://127.0.0.1:1/nothing")
    for command in (("migrate",), ("person", "add", "an", "An", "--password", "mot-mat-khau-dai")):
        result = run(*command)
        assert result.exit_code == 1
        assert "MOTCUA_DATABASE_URL" in result.stderr and "Traceback" not in result.stderr
        assert "Cơ sở dữ liệu tạm thời không trả lời" in result.stderr


def test_up_runs_once_in_a_data_folder(run: Run, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "frontend_problem", lambda: None)
    monkeypatch.setenv("MOTCUA_PORT", "0")
    with exclusive(settings.home / "run" / "up.lock"):
        result = run("up")
    assert result.exit_code == 1
    assert f"Another office runs in {settings.home.resolve()} (process {os.getpid()})" in result.stderr
