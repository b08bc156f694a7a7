"""The connector of docs/connectors.md, installed as another package would be: served, listed, and known to lint."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from core.errors.procedures import DeploymentRefused
from core.services.context.contracts import OFFICE
from core.services.views.actors import SYSTEM
from core.settings import Settings
from motcua.cli import main
from tests.support.sources import ROOT
from tests.workers import procedures
from workers import context as contexts
from workers import jobs, registry
from workers.composition import build
from workers.context import WorkerContext

PAGE = ROOT / "docs" / "connectors.md"
TO = {"to": "dossier.applicant.phone"}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package of the page, put there by pip from its sources."""
    source, target = tmp_path_factory.mktemp("motcua-sms"), tmp_path_factory.mktemp("site")
    code, project, *_ = re.findall(r"```(?:python|toml)\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    (source / "motcua_sms.py").write_text(code, "utf-8")
    (source / "pyproject.toml").write_text(project, "utf-8")
    offline = ["--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
    pip = [sys.executable, "-m", "pip", "install", "-q", *offline, "--target", str(target), str(source)]
    done = subprocess.run(pip, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture
def found(installed: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The package on this process's path, and gone afterwards."""
    monkeypatch.syspath_prepend(installed)
    registry.forget()
    yield
    monkeypatch.undo()
    sys.modules.pop("motcua_sms", None)
    registry.forget()


def motcua(*arguments: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
    environment = kept | ({"PYTHONPATH": str(path)} if path else {})
    command = [sys.executable, "-m", "motcua", *arguments]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)


def diagram(**inputs: str) -> bytes:
    return procedures.diagram("sms.send", inputs=inputs, outputs={"message": "reference"})


def test_the_example_is_short() -> None:
    code = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)[0]
    assert len([line for line in code.splitlines() if line and not line.lstrip().startswith("#")]) <= 15


def test_the_worker_lists_its_topic(installed: Path) -> None:
    assert "sms.send\tsms" in motcua("worker", "--topics", path=installed).stdout.splitlines()
    assert "sms.send" not in motcua("worker", "--topics").stdout


def test_lint_knows_its_topic_while_it_is_installed(installed: Path, tmp_path: Path) -> None:
    file = tmp_path / "process.bpmn"
    file.write_bytes(diagram(**TO))
    assert motcua("lint", str(file), path=installed).returncode == 0
    without = motcua("lint", str(file))
    assert without.returncode == 1 and "Task_Call" in without.stderr and "[topic-unknown]" in without.stderr
    file.write_bytes(diagram(text='"Xin chào"'))
    incomplete = motcua("lint", str(file), path=installed)
    assert incomplete.returncode == 1 and "[topic-input-missing]" in incomplete.stderr


@pytest.mark.usefixtures("demo")
def test_its_topic_is_deployed_and_served(found: None, settings: Settings) -> None:
    office = build(settings)
    try:
        contexts.set_current(WorkerContext(office, settings))
        procedures.deploy(office, diagram(**TO))
        dossier = procedures.receive(office)
        (row,) = [row for row in office.outbox.due() if row.topic == "sms.send"]
        jobs.call(str(row.id))
        assert "End" in office.dossiers.diagram(dossier.code, SYSTEM).passed
        data: dict[str, Any] = dict(office.dossiers.get(dossier.code, SYSTEM).data)
        assert str(data["message"]).startswith(f"{procedures.APPLICANT.phone}:")
        assert office.topics.done_by("sms.send", "en") == "the text service"
    finally:
        contexts._current.clear()
        office.close()


def test_the_command_refuses_what_nobody_serves(tmp_path: Path) -> None:
    file = tmp_path / "process.bpmn"
    for topic in OFFICE.keys() - registry.contracts().keys():
        given = {value.name: "1" for value in OFFICE[topic].inputs if value.required}
        file.write_bytes(procedures.diagram(topic, inputs=given))
        told = CliRunner().invoke(main, ["lint", str(file), "--language", "en"])
        assert told.exit_code == 1 and f"Task_Call: {topic}" in told.stderr and "[topic-unserved]" in told.stderr


@pytest.mark.usefixtures("demo")
def test_what_nobody_serves_is_not_deployed(settings: Settings) -> None:
    office = build(settings)
    try:
        with pytest.raises(DeploymentRefused) as refused:
            procedures.deploy(office, diagram(**TO))
        assert [(one.code, one.element) for one in refused.value.problems] == [("topic-unknown", "Task_Call")]
        for topic in OFFICE.keys() - registry.contracts().keys():
            given = {value.name: "1" for value in OFFICE[topic].inputs if value.required}
            with pytest.raises(DeploymentRefused) as refused:
                procedures.deploy(office, procedures.diagram(topic, inputs=given))
            assert [(one.code, one.element) for one in refused.value.problems] == [("topic-unserved", "Task_Call")]
    finally:
        office.close()
