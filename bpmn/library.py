"""The deployed processes, which call activities start. Whoever runs the engine implements the protocol `Library`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bpmn.definition import Definition


@dataclass(frozen=True, slots=True)
class DeployedDefinition:
    """A definition as it was deployed, with its forms and tables."""

    #: SHA-256 (hex) over all files of the deployment; a running call stays on it
    sha256: str
    definition: Definition


class Library(Protocol):
    """The deployed processes. A definition once found by its SHA-256 must always be found by it."""

    def latest(self, process_id: str, version_tag: str | None = None) -> DeployedDefinition | None:
        """The version that a new call starts: the newest one, or the newest one with that tag; None if there is none."""

    def by_sha256(self, sha256: str) -> DeployedDefinition | None:
        """The version that a running call started with; None if it is not there."""


class InMemoryLibrary:
    """A library in memory, in the order of deployment."""

    def __init__(self, *deployed: DeployedDefinition) -> None:
        self._deployed = list(deployed)

    def add(self, deployed: DeployedDefinition) -> None:
        """Deploys a further version."""
        self._deployed.append(deployed)

    def latest(self, process_id: str, version_tag: str | None = None) -> DeployedDefinition | None:
        for deployed in reversed(self._deployed):
            definition = deployed.definition
            if definition.process_id == process_id and version_tag in (None, definition.version_tag):
                return deployed
        return None

    def by_sha256(self, sha256: str) -> DeployedDefinition | None:
        return next((one for one in self._deployed if one.sha256 == sha256), None)
