"""What `motcua serve --production` says and decides before it serves."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from core.settings import Settings
from motcua.commands.serve import serve


@pytest.mark.parametrize(
    "variables,secure,warning",
    [
        ({"MOTCUA_BASE_URL": "https://motcua.example.vn"}, True, ""),
        ({}, True, "nobody can sign in without it"),
        ({"MOTCUA_BASE_URL": "http://motcua.example.vn"}, True, "nobody can sign in without it"),
        ({"MOTCUA_SECURE_COOKIES": "false"}, False, "for trials only"),
        ({"MOTCUA_SECURE_COOKIES": "true"}, True, ""),
    ],
)
def test_in_production_cookies_are_secure_unless_somebody_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], secure: bool, warning: str
) -> None:
    served: list[Settings] = []
    monkeypatch.setattr("motcua.processes.run", lambda settings, *_: served.append(settings))
    said: list[str] = []
    monkeypatch.setattr("motcua.commands.serve.log.warning", said.append)
    monkeypatch.setattr("motcua.logs.configure", lambda **_: None)
    monkeypatch.setattr(
        "motcua.preflight.require_usable_database", lambda _settings: None
    )  # of the database, which is not there
    result = CliRunner().invoke(serve, ["--production"], env={"MOTCUA_HOME": str(tmp_path), **variables})
    assert result.exit_code == 0, result.output
    assert served[0].secure is secure
    assert (warning in said[0]) if warning else not said
