"""What a paper is called on staff's pages: the component it was handed in for, then the name of its file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.services.views.documents import DocumentView
from core.services.views.procedures import ProcedureView


def components(procedure: ProcedureView) -> Mapping[str, str]:
    """Key of a component → its name."""
    return {component.key: component.name for component in procedure.components}


def in_full(papers: Iterable[DocumentView], procedure: ProcedureView) -> dict[str, str]:
    """Id of a paper → its component with the file's name behind; the file's name alone for one that belongs to none."""
    named = components(procedure)
    return {str(paper.id): _in_full(paper.name, named.get(paper.component or "")) for paper in papers}


def _in_full(file: str, component: str | None) -> str:
    return f"{component} ({file})" if component else file
