"""What the doors see of a paper that was filed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.domain.signed_files import FileVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    component: str | None
    added: datetime
    added_by: str
    kind: str = "attachment"  # attachment | result
    marks: tuple[str, ...] = ()  # active content found in it, see core.adapters.inspection.files
    scan: str = "none"  # clean | missed (the scanner gave no verdict) | none (there was no scanner)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPaper:
    """A paper and its content."""

    view: DocumentView
    content: bytes
    #: code of the dossier it belongs to; None while that is being opened
    dossier: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedPaper:
    """A paper and what its signatures are worth; ``verdict``: None for a file whose kind carries none."""

    view: DocumentView
    dossier: str | None
    verdict: FileVerdict | None
