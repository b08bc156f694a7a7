"""What the doors see of a unit."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class UnitView:
    id: UUID
    code: str  # identifier, e.g. H99.01.05 (QĐ 20/2020/QĐ-TTg)
    slug: str
    name: str
    kind: str  # province | commune | department | room | desk
    parent_code: str | None
    fields: tuple[str, ...]
    email: str = ""
    phone: str = ""
    address: str = ""
