"""Where called processes come from: whoever runs the engine says which versions are deployed. The engine only asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bpmn.definition import Definition


@dataclass(frozen=True, slots=True)
class DeployedDefinition:
    """A definition as it was deployed, with its forms and tables."""

    #: SHA-256 (hex) over all files of the deployment: a call that runs stays with them
    sha256: str
    definition: Definition


class Library(Protocol):
    """The deployed processes. What was once found under a SHA-256 is found there for ever."""

    def latest(self, process_id: str, version_tag: str | None = None) -> DeployedDefinition | None:
        """The version that a new call begins: the newest one, or the newest one with that tag; None without any."""

    def by_sha256(self, sha256: str) -> DeployedDefinition | None:
        """The version that a running call began with."""


class InMemoryLibrary:
    """A library in memory, in the order of deployment."""

    def __init__(self, *deployed: DeployedDefinition) -> None:
        self._deployed = list(deployed)

    def add(self, deployed: DeployedDefinition) -> None:
        """Deploys a further version."""
        self._deployed.append(deployed)

    def latest(self, process_id: str, version_tag: str | None = None) -> DeployedDefinition | None:
        for one in reversed(self._deployed):
            held = one.definition
            if held.process_id == process_id and version_tag in (None, held.version_tag):
                return one
        return None

    def by_sha256(self, sha256: str) -> DeployedDefinition | None:
        return next((one for one in self._deployed if one.sha256 == sha256), None)
