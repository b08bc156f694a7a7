from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from web import assets


@pytest.fixture
def dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "dist"
    (folder / ".vite").mkdir(parents=True)
    (folder / "assets").mkdir()
    (folder / "assets" / "site-1.js").write_text("1")
    manifest = {
        "src/site.js": {"file": "assets/site-1.js", "css": ["assets/site-1.css"], "isEntry": True},
        "src/viewer.js": {"file": "assets/viewer-1.js", "css": ["assets/v.css"], "imports": ["_a.js"], "isEntry": True},
        "_a.js": {"file": "assets/a-1.js", "imports": ["_b.js", "_a.js"], "css": ["assets/a.css"]},
        "_b.js": {"file": "assets/b-1.js"},
    }
    (folder / ".vite" / "manifest.json").write_text(json.dumps(manifest))
    monkeypatch.setattr(assets, "DIST", folder)
    return folder


@pytest.mark.usefixtures("dist")
def test_an_island_brings_its_styles_chunks_and_script(app: Flask) -> None:
    with app.test_request_context():
        tags = assets.island("viewer").splitlines()
    assert tags == [
        '<link rel="stylesheet" href="/built/assets/a.css">',
        '<link rel="stylesheet" href="/built/assets/v.css">',
        '<link rel="modulepreload" href="/built/assets/a-1.js">',
        '<link rel="modulepreload" href="/built/assets/b-1.js">',
        '<script type="module" src="/built/assets/viewer-1.js"></script>',
    ]


@pytest.mark.usefixtures("dist")
def test_below_a_mount_point_the_addresses_follow(app: Flask) -> None:
    with app.test_request_context(base_url="http://localhost/portal"):
        assert 'src="/portal/built/assets/site-1.js"' in assets.island("site")


@pytest.mark.usefixtures("dist")
def test_built_files_are_kept_for_ever_and_nothing_else_is_given_out(client: FlaskClient) -> None:
    with client.get("/built/assets/site-1.js") as answer:
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    for address in ("/built/.vite/manifest.json", "/built/assets/none.js", "/built/../secret-key", "/plain/../app.py"):
        assert client.get(address).status_code == 404


def test_without_a_build_pages_work_with_the_plain_sheet(
    app: Flask, client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(assets, "DIST", tmp_path / "nothing")
    assets._warn_once.cache_clear()
    with caplog.at_level(logging.WARNING, "motcua.web"):
        page = client.get("/").text
        client.get("/")
    assert '<link rel="stylesheet" href="/plain/plain.css">' in page
    assert caplog.text.count("is not built") == 1
    with client.get("/plain/plain.css") as sheet:
        assert sheet.status_code == 200
    assert client.get("/built/assets/site-1.js").status_code == 404
    with app.test_request_context():
        assert "chưa dựng các tệp" in assets.island("viewer")
