"""What is installed is what the locks name: nothing is resolved on the day of the installation."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version

from tests.support import locks
from tests.support.needs import absent
from tests.support.sources import ROOT, place, tracked

LOCKS = {"run.txt": (), "dev.txt": ("dev",)}
FRONTEND = ROOT / "frontend"
#: Ways to install that ask an index what is newest, or fetch a program and run it.
INSTALLS = re.compile(
    r"\b(?:pip3? (?:-\S+ )*(?:install|wheel)|\$\(PIP\) install|uv pip install|uv sync|uv add|uvx|uv tool|pipx|"
    r"npm (?:install|i|add|update|exec)\b|npx|yarn|pnpm|pre-commit autoupdate|playwright install|corepack)"
)
LOCKED = ("--require-hashes", "--no-deps", "--only-binary :all:")
OURSELVES = ("--no-deps", "--no-build-isolation", "-e .")


def _pins(name: str) -> list[locks.Pin]:
    return locks.read((ROOT / "requirements" / name).read_text("utf-8"))


# Python


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_everything_that_is_asked_for_and_nothing_else(name: str) -> None:
    """Every requirement of every locked distribution, with every extra anybody asks for, on every supported Python."""
    assert locks.faults(_pins(name), locks.roots(ROOT / "pyproject.toml", *LOCKS[name])) == []


def test_what_is_shipped_is_what_was_tested() -> None:
    shipped, tested = ({(p.name, p.version, str(p.marker)): p.hashes for p in _pins(name)} for name in LOCKS)
    assert shipped.items() <= tested.items()


HASH = f"sha256:{'0' * 64}"
WORLD: dict[str, tuple[str, Sequence[str]]] = {
    "web": ("1.0", ["model[mail]>=2", "old<2 ; python_version < '3.12'", "gone ; sys_platform == 'win32'"]),
    "model": ("2.1", ["mailbox>=2 ; extra == 'mail'", "never ; extra == 'other'"]),
    "mailbox": ("2.0", ["names"]),
    "names": ("3.0", []),
    "old": ("1.5", []),
}
GOOD = f"""
mailbox==2.0 --hash={HASH}
model==2.1 \\
    --hash={HASH}
names==3.0 --hash={HASH}
old==1.5 ; python_version < '3.12' \\
    --hash={HASH}
web==1.0 --hash={HASH}
"""


def _made_up(name: str, version: Version) -> list[Requirement] | None:
    known, asked = WORLD.get(name, ("", ()))
    return [Requirement(text) for text in asked] if known == str(version) else None


def test_the_walk_finds_a_good_lock_good() -> None:
    assert locks.faults(locks.read(GOOD), [Requirement("web")], _made_up) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (f"mailbox==2.0 --hash={HASH}\n", "", r"model==2\.1 asks for mailbox>=2.* is not locked"),
        (f"names==3.0 --hash={HASH}\n", "", r"mailbox==2\.0 asks for names.* is not locked"),
        ("mailbox==2.0", "mailbox==1.9", r"mailbox==1\.9 is not installed as locked"),
        ("model==2.1", "model==1.0", r"web==1\.0 asks for model\[mail\]>=2, and 1\.0 is locked"),
        ("old==1.5 ; python_version < '3.12'", "old==1.5", r"^$"),  # more than is needed on 3.12 hurts nobody
        ("python_version < '3.12'", "python_version < '3.11'", r"web==1\.0 asks for old<2.*Python 3\.11"),
        ("old==1.5", "old==2.5", r"web==1\.0 asks for old<2.*and 2\.5 is locked"),
        ("names==3.0", f"spare==1.0 --hash={HASH}\nnames==3.0", r"spare==1\.0 is locked and nobody asks for it"),
        (f"web==1.0 --hash={HASH}", "web==1.0", r"web==1\.0 has no SHA-256"),
        (f"web==1.0 --hash={HASH}", "web==1.0 --hash=md5:0", r"web==1\.0 has no SHA-256"),
    ],
)  # fmt: skip
def test_the_walk_finds_what_is_wrong(old: str, new: str, says: str) -> None:
    assert old in GOOD
    found = locks.faults(locks.read(GOOD.replace(old, new)), [Requirement("web")], _made_up)
    assert re.search(says, "\n".join(found), re.MULTILINE), found


def test_the_walk_knows_the_python_a_distribution_needs() -> None:
    def asks(name: str, version: Version) -> list[Requirement]:
        return [Requirement("python>=3.12")]

    found = locks.faults(locks.read(f"web==1.0 --hash={HASH}"), [Requirement("web")], asks)
    assert found == [f"web==1.0 does not run on Python 3.11.{patch}" for patch in (14, 2)]


@pytest.mark.parametrize("line", ["web>=1.0", "web", "git+file:///web", "-r other.txt", "--index-url somewhere"])
def test_a_line_that_pins_nothing_is_no_lock(line: str) -> None:
    with pytest.raises(ValueError, match="does not pin"):
        locks.read(line)


# The front end


def _frontend() -> tuple[dict[str, Any], dict[str, Any]]:
    files = (FRONTEND / "package.json", FRONTEND / "package-lock.json")
    package, lock = (json.loads(path.read_text("utf-8")) for path in files)
    return package, lock


def _open_ends(package: dict[str, Any], lock: dict[str, Any]) -> list[str]:
    """Where the lock of the front end leaves something to the day of the installation."""
    packages, found = lock["packages"], []
    asked = {**package.get("dependencies", {}), **package.get("devDependencies", {})}
    found += [
        f"package.json: {name} {text}" for name, text in asked.items() if not re.fullmatch(r"\d+\.\d+\.\d+", text)
    ]
    found += [f"package-lock.json: {key}" for key in ("dependencies", "devDependencies") if packages[""].get(key, {}) != package.get(key, {})]  # fmt: skip
    for path, entry in packages.items():
        if path and (not entry.get("integrity", "").startswith("sha512-") or "resolved" in entry or "link" in entry):
            found.append(f"{path}: integrity")
        optional = {name for name, meta in entry.get("peerDependenciesMeta", {}).items() if meta.get("optional")}
        kinds = ("dependencies", "optionalDependencies", "peerDependencies", "devDependencies")
        wanted = {name for kind in kinds for name in entry.get(kind, {})} - optional
        found += [f"{path or 'package.json'} asks for {name}" for name in wanted if not _resolved(path, name, packages)]
    return found


def _resolved(path: str, name: str, packages: dict[str, Any]) -> bool:
    """Whether Node finds ``name`` from ``path``: in the package's own folder, then in those around it."""
    while True:
        if f"{path}/node_modules/{name}".lstrip("/") in packages:
            return True
        if not path:
            return False
        path = path.rpartition("node_modules/")[0].rstrip("/")


def test_the_lock_of_the_front_end_leaves_nothing_open() -> None:
    package, lock = _frontend()
    assert lock["lockfileVersion"] == 3
    assert _open_ends(package, lock) == []


def _without(path: str) -> Callable[[dict[str, Any], dict[str, Any]], object]:
    return lambda _, lock: lock["packages"].pop(path)


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda package, _: package["dependencies"].update(bootstrap="^5.3.9"), "package.json: bootstrap"),
        (lambda package, _: package["dependencies"].update(new="1.0.0"), "package-lock.json: dependencies"),
        (_without("node_modules/moddle"), "asks for moddle"),
        (_without("node_modules/@popperjs/core"), "node_modules/bootstrap asks for @popperjs/core"),  # a peer
        (_without("node_modules/lightningcss-linux-arm64-gnu"), "asks for lightningcss-linux-arm64-gnu"),  # optional
        (lambda _, lock: lock["packages"]["node_modules/vite"].pop("integrity"), "node_modules/vite: integrity"),
    ],
)
def test_a_harmed_lock_of_the_front_end_is_noticed(harm: Callable[..., object], says: str) -> None:
    package, lock = _frontend()
    harm(package, lock)
    assert any(says in fault for fault in _open_ends(package, lock)), _open_ends(package, lock)


def test_the_versions_of_the_front_end_satisfy_each_other(tmp_path: Path) -> None:
    """npm itself reads the lock, from no index, and finds every range satisfied; a harmed one it refuses."""
    npm = shutil.which("npm")
    if npm is None:
        absent("npm", "install Node.js")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(FRONTEND / name, tmp_path)
    command = [npm, "ls", "--all", "--package-lock-only", "--offline"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=120).returncode == 0
    text = (tmp_path / "package-lock.json").read_text("utf-8")
    (tmp_path / "package-lock.json").write_text(
        re.sub(r'("node_modules/moddle": \{\s+"version": ")[^"]+', r"\g<1>1.0.0", text)
    )
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=120).returncode != 0


# Every place that installs


def test_every_place_installs_a_lock_and_nothing_else() -> None:
    """The Makefile, the image, CI and every page that tells somebody what to type."""
    found = []
    for path in tracked():
        written = place(path) if path.suffix in {"", ".md", ".sh", ".yaml", ".yml", ".toml", ".json"} else ""
        if not written or written in ("LICENSE", "frontend/package-lock.json"):
            continue
        text = path.read_text("utf-8").replace("\\\n", " ")
        for line in text.splitlines():
            if INSTALLS.search(line) and not any(all(part in line for part in way) for way in (LOCKED, OURSELVES)):
                found.append(f"{written}: {line.strip()}")
    assert found == []


def test_the_machine_and_the_image_install_alike() -> None:
    makefile, image = ((ROOT / name).read_text("utf-8") for name in ("Makefile", "docker/Dockerfile"))
    for text, lock in ((makefile, "dev.txt"), (image, "run.txt")):
        assert all(part in next(line for line in text.splitlines() if "--require-hashes" in line) for part in LOCKED)
        assert lock in text
        assert re.search(r"(?:PIP\)|bin/pip) check", text), "what was installed fits together"
        assert re.search(r"\bci --ignore-scripts", text)


def test_hooks_run_what_is_locked() -> None:
    """A hook of another repository would be fetched, with an environment resolved on that day."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    assert {repository["repo"] for repository in hooks["repos"]} == {"local"}
    for hook in (hook for repository in hooks["repos"] for hook in repository["hooks"]):
        assert hook["language"] == "system" and hook["entry"].startswith((".venv/bin/", "frontend/node_modules/.bin/"))
        assert not hook.get("additional_dependencies")
