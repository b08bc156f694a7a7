"""Scripts and styles: the islands Vite built, by the names in its manifest, and one plain style sheet without them.

``island("viewer")`` in a template prints the links and the module script of an entry. Without ``frontend/dist`` pages still
read and work: the plain style sheet serves and a line says what is missing.
"""

from __future__ import annotations

import json
import logging
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, send_from_directory, url_for
from markupsafe import Markup

from web.guards import guard
from web.i18n import gettext

log = logging.getLogger("motcua.web")
ROOM = Path(__file__).parent
DIST = ROOM.parent / "frontend" / "dist"
FOREVER = "public, max-age=31536000, immutable"


def manifest(dist: Path | None = None) -> dict[str, Any]:
    """Vite's manifest, or an empty one where the front end is not built."""
    file = (dist or DIST) / ".vite" / "manifest.json"
    try:
        return _read(file, file.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


@lru_cache(maxsize=8)
def _read(file: Path, _stamp: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def island(name: str) -> Markup:
    """The tags of an entry: style sheets, preloads of shared chunks and the module script."""
    entries = manifest()
    entry = entries.get(f"src/{name}.js")
    if entry is None:
        return _plain(name)
    chunks = _chunks(entries, entry)
    styles = [style for chunk in [*chunks, entry] for style in chunk.get("css", ())]
    tags = [Markup('<link rel="stylesheet" href="{}">').format(_address(style)) for style in dict.fromkeys(styles)]
    tags += [Markup('<link rel="modulepreload" href="{}">').format(_address(chunk["file"])) for chunk in chunks]
    tags.append(Markup('<script type="module" src="{}"></script>').format(_address(entry["file"])))
    return Markup("\n").join(tags)


def _chunks(entries: dict[str, Any], entry: dict[str, Any]) -> list[dict[str, Any]]:
    """The chunks an entry imports, directly or through others, each once."""
    found: dict[str, dict[str, Any]] = {}
    waiting = list(entry.get("imports", ()))
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = entries[name]
            waiting += entries[name].get("imports", ())
    return list(found.values())


def _plain(name: str) -> Markup:
    _warn_once(name)
    if name == "site":
        return Markup('<link rel="stylesheet" href="{}">').format(url_for("plain", name="plain.css"))
    words = gettext("This part of the page is missing because the browser files have not been built. The rest works.")
    return Markup('<p class="notice notice-soon" role="note">{}</p>').format(words)


@lru_cache(maxsize=16)
def _warn_once(name: str) -> None:
    log.warning("the island “%s” is not built; run `make setup`, or `npx vite build` in frontend/", name)


def _address(file: str) -> str:
    return url_for("asset", name=file)


@guard.public
def asset(name: str) -> Response:
    """A built file. Its name carries the hash of its content, so it is kept for ever."""
    if name.startswith(".") or not DIST.is_dir():
        abort(404)
    answer = send_from_directory(DIST, name)
    answer.headers["Cache-Control"] = FOREVER
    return answer


@guard.public
def plain(name: str) -> Response:
    """A file of this room that needs no building."""
    answer = send_from_directory(ROOM / "static", name)
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


def register(app: Flask) -> None:
    app.add_url_rule("/built/<path:name>", "asset", asset)
    app.add_url_rule("/plain/<path:name>", "plain", plain)
    app.jinja_env.globals["island"] = island
