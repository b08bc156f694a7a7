"""A real OpenID provider (npm's oidc-provider) for the tests, and a browser that signs in with it."""

from __future__ import annotations

import fcntl
import html
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from tests.support.needs import absent
from tests.support.processes import free_port, start, stop, wait_until
from tests.support.sources import ROOT

FOLDER = ROOT / "tests" / "oidc"
CLIENT = "motcua:a secret of the tests: with colons & signs"


@dataclass(frozen=True)
class Provider:
    """A running provider. ``people``: a file of claims by name, read at each sign-in."""

    issuer: str
    people: Path

    def knows(self, name: str, **claims: Any) -> None:
        """From now on these claims are told of ``name``."""
        known = json.loads(self.people.read_text("utf-8"))
        self.people.write_text(json.dumps(known | {name: claims}), encoding="utf-8")

    def sign_in(self, address: str, name: str, *, deny: bool = False) -> str:
        """Walks through login and consent as a browser does; the address the provider sends it back to."""
        browser, sent = Browser(self.issuer), address
        for _ in range(12):
            answer = browser.open("GET", sent) if isinstance(sent, str) else browser.open("POST", *sent)
            while answer.is_redirect:
                target = urljoin(str(answer.url), answer.headers["Location"])
                if not target.startswith(self.issuer):
                    return target
                answer = browser.open("GET", target)
            page = answer.text
            if deny:
                found = re.search(r'href="([^"]*/abort)"', page)
                assert found, page
                sent = urljoin(str(answer.url), html.unescape(found[1]))
                continue
            action = re.search(r'<form[^>]*action="([^"]+)"', page)
            assert action, page
            fields = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
            if 'name="login"' in page:
                fields |= {"login": name, "password": "any"}
            sent = (urljoin(str(answer.url), html.unescape(action[1])), fields)
        raise AssertionError("the provider goes round in circles")


class Browser:
    """Keeps cookies by name, whatever their time: the provider lives in the office's time, not in the machine's."""

    def __init__(self, origin: str) -> None:
        self._cookies: dict[str, str] = {}

    def open(self, method: str, address: str, fields: dict[str, str] | None = None) -> httpx.Response:
        cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        answer = httpx.request(method, address, data=fields, headers={"Cookie": cookie} if cookie else {}, timeout=20)
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer


@contextmanager
def provider(folder: Path, now: datetime, redirect: str) -> Iterator[Provider]:
    """A provider in the office's time, which sends browsers back to ``redirect`` only."""
    _installed()
    folder.mkdir(parents=True, exist_ok=True)
    port, log, people = free_port(), folder / "provider.log", folder / "people.json"
    people.write_text("{}", encoding="utf-8")
    milliseconds = str(int(now.timestamp() * 1000))
    command = ["node", FOLDER / "provider.mjs", str(port), redirect, milliseconds, people]
    process = start(command, log)
    issuer = f"http://127.0.0.1:{port}"
    try:
        address = f"{issuer}/.well-known/openid-configuration"
        wait_until(lambda: httpx.get(address).status_code == 200, "the provider", patience=60, log=log)
        assert urlsplit(issuer).port == port
        yield Provider(issuer, people)
    finally:
        stop(process)


def _installed() -> None:
    """Installs the locked packages where they are missing: once, whatever number of test processes asks."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        absent("Node with npm", "install Node 20 or newer")
    with (FOLDER / "package-lock.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (FOLDER / "node_modules" / "oidc-provider" / "package.json").is_file():
            return
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False, timeout=300)
        if done.returncode:
            absent("npm's oidc-provider", f"`npm ci` in tests/oidc failed: {done.stderr[-500:]}")
