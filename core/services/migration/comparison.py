"""Two versions of a procedure side by side, as a designer looks at them before dossiers are moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import distinct, func, select

from bpmn import migrate, parse
from bpmn.definition import Definition
from bpmn.errors import DiagramError
from core.db.base import AnySelect
from core.db.models import Dossier
from core.db.reading import Reading
from core.domain.states import PENDING_CALLS, CallState, TaskState
from core.errors.migration import MappingInvalid
from core.errors.procedures import DeploymentRefused
from core.errors.requests import BadValue
from core.services.authorization import rights
from core.services.cases.cases import TASK
from core.services.context.context import Context
from core.services.context.versions import DIAGRAM, Version, tables_of
from core.services.procedures.service import files_of
from core.services.running.effect_rows import OUTBOX, SUBSCRIPTION, TIMER
from core.services.views.actors import Actor
from core.services.views.migration import DiagramComparison, DifferenceView, ProposalView, VersionComparison

READERS = ("designer", "admin")


class Comparison:
    """Compares versions and proposes mappings."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def compare(self, procedure: str, source: int, target: int, by: Actor) -> VersionComparison:
        """Two versions element by element, with a proposed mapping. Raises :class:`ProcedureUnknown`."""
        rights.require_scope(by, "migrations:read")
        rights.require_role(by, *READERS)
        with self._context.work.read() as work:
            old, new = (self._context.versions.numbered(procedure, number, work) for number in (source, target))
            files = [files_of(work, version.view.version_id) for version in (old, new)]
            waiting = _waiting(work, old.view.version_id)
            running = work.scalar(running_on(old.view.version_id).with_only_columns(func.count())) or 0
        compared = _compared(old.definition, new.definition, files[0], files[1], waiting)
        return VersionComparison(**compared, procedure=procedure, source=source, target=target, running=running)


def of_files(old: Path, new: Path) -> DiagramComparison:
    """Two folders of procedures, or two diagrams. Raises :class:`DeploymentRefused` for what cannot be executed."""
    files = [_read(place) for place in (old, new)]
    try:
        definitions = [parse.load(found[DIAGRAM], tables_of(found)) for found in files]
    except DiagramError as error:
        raise DeploymentRefused(list(error.problems)) from error
    return DiagramComparison(**_compared(definitions[0], definitions[1], files[0], files[1], Counter()))


def _read(place: Path) -> dict[str, bytes]:
    if place.is_file():
        return {DIAGRAM: place.read_bytes()}
    return {file.name: file.read_bytes() for file in sorted(place.iterdir()) if file.is_file()}


def _compared(
    old: Definition, new: Definition, before: Mapping[str, bytes], after: Mapping[str, bytes], waiting: Counter[str]
) -> dict[str, Any]:
    proposals = migrate.propose(old, new)
    mapping = migrate.mapping_of(proposals)
    found = migrate.compare(old, new, mapping)
    return {
        "added": found.added,
        "removed": found.removed,
        "moved": found.moved,
        "changed": _differences(found.changed),
        "flows_added": found.flows_added,
        "flows_removed": found.flows_removed,
        "flows_changed": _differences(found.flows_changed),
        "files_changed": _files_changed(before, after),
        "proposals": tuple(_proposal(old, new, one, waiting) for one in proposals),
        "mapping": mapping,
    }


def running_on(version: UUID) -> AnySelect:
    """The dossiers of a version that have not ended."""
    return select(Dossier.id).where(Dossier.version_id == version, Dossier.finished.is_(None))


def _waiting(work: Reading, version: UUID) -> Counter[str]:
    """How many dossiers of the version wait at each element for a person, a time, a message or a worker."""
    found: Counter[str] = Counter()
    for table, still in (
        (TASK, (TASK.c.state == TaskState.OPEN,)),
        (TIMER, ()),
        (SUBSCRIPTION, ()),
        (OUTBOX, (OUTBOX.c.state.in_((*PENDING_CALLS, CallState.FAILED)), OUTBOX.c.token.is_not(None))),
    ):
        query = (
            select(table.c.element, func.count(distinct(table.c.dossier_id)))
            .join(Dossier, Dossier.id == table.c.dossier_id)
            .where(Dossier.version_id == version, Dossier.finished.is_(None), *still)
            .group_by(table.c.element)
        )
        for element, count in work.execute(query):
            found[element.partition("/")[0]] += count  # what stands in a called process waits at its call activity
    return found


def _proposal(old: Definition, new: Definition, found: migrate.Proposal, waiting: Counter[str]) -> ProposalView:
    return ProposalView(
        source=found.source,
        source_name=old.elements[found.source].name or found.source,
        target=found.target,
        target_name=None if found.target is None else new.elements[found.target].name or found.target,
        sure=found.confidence,
        waiting=waiting[found.source],
    )


def _differences(found: Mapping[str, tuple[Any, ...]]) -> dict[str, tuple[DifferenceView, ...]]:
    return {
        name: tuple(DifferenceView(aspect=one.aspect, before=one.before, after=one.after) for one in differences)
        for name, differences in found.items()
    }


def _files_changed(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> tuple[str, ...]:
    return tuple(name for name in sorted({*old, *new}) if name != DIAGRAM and old.get(name) != new.get(name))


def checked_mapping(old: Version, new: Version, mapping: Mapping[str, str] | None) -> Mapping[str, str]:
    """The mapping as it was given, or the proposed one. Raises :class:`BadValue`, :class:`MappingInvalid`."""
    if old.view.version_id == new.view.version_id:
        raise BadValue(field="target", reason="it is the version the dossiers are on already")
    if mapping is None:
        return migrate.mapping_of(migrate.propose(old.definition, new.definition))
    problems = migrate.faults(old.definition, new.definition, mapping)
    if problems:
        raise MappingInvalid(problems)
    return mapping
