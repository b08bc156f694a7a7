"""The papers of a dossier that a call sends along: what its input ``papers`` names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.services.views.actors import SYSTEM
from workers.context import WorkerContext
from workers.errors import InputInvalid
from workers.inputs import text

if TYPE_CHECKING:
    from core.services.views.documents import DocumentView
    from core.services.views.jobs import Job


@dataclass(frozen=True, slots=True)
class PaperToSend:
    """A paper and its contents; ``component``: its key in the list of papers, or empty."""

    name: str
    media_type: str
    component: str
    content: bytes


def chosen(job: Job, ctx: WorkerContext, most: int) -> Iterable[PaperToSend]:
    """The papers the diagram names (``all``, or keys with commas between), in the order they came into the dossier.

    ``most``: bytes of all together. Raises :class:`InputInvalid` for more, and for a key that no paper has.
    """
    papers = _named(job, ctx)
    if sum(paper.size for paper in papers) > most:
        raise InputInvalid("papers-too-large", field="papers", topic=job.topic, most=most // (1024 * 1024))
    return [
        PaperToSend(
            paper.name, paper.media_type, paper.component or "", ctx.office.documents.open(paper.id, SYSTEM).content
        )
        for paper in papers
    ]


def _named(job: Job, ctx: WorkerContext) -> list[DocumentView]:
    wanted = {name.strip() for name in text(job.payload, "papers").split(",")} - {""}
    if not wanted:
        return []
    papers = ctx.office.documents.of(job.dossier, SYSTEM)
    if wanted == {"all"}:
        return list(papers)
    found = [paper for paper in papers if paper.component in wanted]
    if missing := sorted(wanted - {paper.component for paper in found}):
        raise InputInvalid("papers-missing", field="papers", topic=job.topic, value=missing[0][:60])
    return found
