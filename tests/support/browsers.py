"""A Chromium for the tests: found on the machine, never downloaded."""

from __future__ import annotations

import os
import shutil

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_PLACES = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def program() -> str | None:
    """The path of a browser: MOTCUA_TEST_BROWSER, PATH, then the usual places."""
    named = os.environ.get("MOTCUA_TEST_BROWSER")
    found = (shutil.which(name) for name in ((named,) if named else _NAMES))
    return next((path for path in found if path), None) or next((p for p in _PLACES if os.access(p, os.X_OK)), None)
