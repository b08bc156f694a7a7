"""A unit as the doors see it, and one to be created."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUnit:
    """A unit to be created below ``parent`` (a code). ``slug``: its name in diagrams, by default its code in small letters."""

    code: str
    name: str
    kind: str  # province | commune | department | room | desk
    parent: str | None = None
    slug: str = ""
    fields: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
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
