"""Whether a lock of Python packages is complete: whatever any locked distribution asks for is pinned, and nothing else.

The lock is walked from the roots through the metadata of the installed distributions, with every extra that is asked
for, once for each environment the product supports, since markers may ask for different things on each.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from itertools import product
from pathlib import Path
from typing import Any

from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

Environment = Mapping[str, str]
#: Name and version to what it asks for; ``None``: not installed on this machine, so nobody can say.
Asks = Callable[[str, Version], Sequence[Requirement] | None]

PYTHONS = ("3.11.2", "3.11.14", "3.12.3", "3.12.12", "3.13.9", "3.14.2")
SYSTEMS = (("linux", "Linux", "posix", "x86_64"), ("linux", "Linux", "posix", "aarch64"), ("darwin", "Darwin", "posix", "arm64"))  # fmt: skip
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+)(?:\s*;\s*(?P<marker>.+))?$")


@dataclass(frozen=True, slots=True)
class Pin:
    """One line of a lock. ``marker``: where it holds; without one everywhere."""

    name: str
    version: Version
    marker: Marker | None
    hashes: tuple[str, ...]

    def holds(self, environment: Environment) -> bool:
        """Whether it is installed there."""
        return self.marker is None or self.marker.evaluate(dict(environment))


@dataclass(slots=True)
class Walk:
    """What was found on the way: faults in words, and the pins that were reached."""

    faults: set[str] = field(default_factory=set)
    reached: set[tuple[str, Version]] = field(default_factory=set)


def environments() -> Iterator[Environment]:
    """Every Python and system the product is installed on."""
    for python, (platform, system, os, machine) in product(PYTHONS, SYSTEMS):
        yield {
            "implementation_name": "cpython", "platform_python_implementation": "CPython", "platform_release": "",
            "platform_version": "", "implementation_version": python, "python_full_version": python,
            "python_version": ".".join(python.split(".")[:2]), "sys_platform": platform, "platform_system": system,
            "os_name": os, "platform_machine": machine,
        }  # fmt: skip


def read(text: str) -> list[Pin]:
    """The pins of a lock as ``make lock`` writes it. Raises ``ValueError`` for a line that pins nothing."""
    pins = []
    for line in text.replace("\\\n", " ").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        head, *hashes = re.split(r"\s+--hash=", line.strip())
        found = _PIN.match(head.strip())
        if found is None:
            raise ValueError(f"this line does not pin one version: {line}")
        marker = Marker(found["marker"]) if found["marker"] else None
        pins.append(Pin(canonicalize_name(found["name"]), Version(found["version"]), marker, tuple(hashes)))
    return pins


@cache
def installed(name: str, version: Version) -> Sequence[Requirement] | None:
    """What the installed distribution asks for, Python included; ``None`` when just this one is not installed."""
    try:
        found = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None
    if Version(found.version) != version:
        return None
    asked = [Requirement(text) for text in found.requires or ()]
    wanted = found.metadata.get("Requires-Python")
    return [*asked, Requirement(f"python{SpecifierSet(wanted)}")] if wanted else asked


def roots(pyproject: Path, *groups: str) -> list[Requirement]:
    """What the project itself asks for, with dependency groups where they are named."""
    data = tomllib.loads(pyproject.read_text("utf-8"))
    named = [entry for group in groups for entry in _group(data["dependency-groups"], group)]
    build = data["build-system"]["requires"] if groups else []  # built without isolation, by what is locked
    return [Requirement(entry) for entry in (*data["project"]["dependencies"], *named, *build)]


def _group(groups: Mapping[str, Sequence[Any]], name: str) -> Iterator[str]:
    for entry in groups[name]:
        if isinstance(entry, str):
            yield entry
        else:
            yield from _group(groups, entry["include-group"])


def faults(pins: Sequence[Pin], roots: Iterable[Requirement], asks: Asks = installed) -> list[str]:
    """Everything that keeps the lock from being complete and minimal, in words; empty when it is both."""
    walk = Walk()
    asked = list(roots)
    for environment in environments():
        _walk(pins, asked, environment, asks, walk)
    walk.faults |= {f"{pin.name}=={pin.version} has no SHA-256" for pin in pins if not _hashed(pin)}
    spare = [pin for pin in pins if (pin.name, pin.version) not in walk.reached]
    walk.faults |= {f"{pin.name}=={pin.version} is locked and nobody asks for it" for pin in spare if not _beyond(pin)}
    return sorted(walk.faults)


def _hashed(pin: Pin) -> bool:
    return bool(pin.hashes) and all(re.fullmatch(r"sha256:[0-9a-f]{64}", text) for text in pin.hashes)


def _beyond(pin: Pin) -> bool:
    """Whether the pin holds in none of the environments: for a system nobody here promises (Windows)."""
    return not any(pin.holds(environment) for environment in environments())


def _walk(pins: Sequence[Pin], roots: Sequence[Requirement], environment: Environment, asks: Asks, walk: Walk) -> None:
    at_hand = {pin.name: pin for pin in pins if pin.holds(environment)}
    ahead = [("pyproject.toml", "", asked) for asked in roots]
    seen: set[tuple[str, str]] = set()
    while ahead:
        by, extra, asked = ahead.pop()
        if asked.marker is not None and not asked.marker.evaluate({**environment, "extra": extra}):
            continue
        pin = _answer(by, asked, at_hand, environment, walk)
        for wanted in ("", *asked.extras) if pin else ():
            if pin and (pin.name, wanted) not in seen:
                seen.add((pin.name, wanted))
                ahead += [(f"{pin.name}=={pin.version}", wanted, each) for each in _asked(pin, asks, environment, walk)]


def _answer(
    by: str, asked: Requirement, at_hand: Mapping[str, Pin], environment: Environment, walk: Walk
) -> Pin | None:
    """The pin that satisfies a requirement there; ``None``, and a fault, when there is none."""
    name, python = canonicalize_name(asked.name), environment["python_full_version"]
    if name == "python":
        if not asked.specifier.contains(python, prereleases=True):
            walk.faults.add(f"{by} does not run on Python {python}")
        return None
    pin = at_hand.get(name)
    where = f"(Python {environment['python_version']}, {environment['sys_platform']})"
    if pin is None:
        walk.faults.add(f"{by} asks for {asked}, which is not locked {where}")
        return None
    walk.reached.add((pin.name, pin.version))
    if asked.url or not asked.specifier.contains(pin.version, prereleases=True):
        walk.faults.add(f"{by} asks for {asked}, and {pin.version} is locked {where}")
    return pin


def _asked(pin: Pin, asks: Asks, environment: Environment, walk: Walk) -> Sequence[Requirement]:
    """What a pin asks for. One that belongs on this machine and is not installed as locked is a fault."""
    found = asks(pin.name, pin.version)
    if found is None and pin.holds({key: str(value) for key, value in default_environment().items()}):
        walk.faults.add(f"{pin.name}=={pin.version} is not installed as locked: run `make setup`")
    return found or ()
