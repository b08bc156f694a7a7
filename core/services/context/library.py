"""Called processes as the engine asks for them: the deployed versions, read through the caller's own unit of work."""

from __future__ import annotations

from bpmn.library import DeployedDefinition, Library
from core.db.reading import Reading
from core.services.context.versions import Version, Versions


class VersionLibrary(Library):
    """The deployed versions of all procedures."""

    def __init__(self, versions: Versions, work: Reading | None = None) -> None:
        self._versions = versions
        self._work = work

    def latest(self, process_id: str, version_tag: str | None = None) -> DeployedDefinition | None:
        """The newest version of the process, or the newest with that tag; ``None`` without any."""
        return _deployed(self._versions.holding(process_id, version_tag, self._work))

    def by_sha256(self, sha256: str) -> DeployedDefinition | None:
        """The version whose files have this SHA-256 (hex), if it was ever deployed."""
        return _deployed(self._versions.by_sha256(sha256, self._work))


def _deployed(version: Version | None) -> DeployedDefinition | None:
    return None if version is None else DeployedDefinition(version.view.sha256, version.definition)
