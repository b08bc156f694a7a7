"""Requests to a register and its answers.

No public specification of these registers was found: these are the fields a provider must give, to be matched with each
contract (docs/operator/registers.md). A question repeated under the same ``request`` gets the answer it got.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

#: Several people fit what was asked.
SUBJECT_UNCLEAR: Final = "SUBJECT_UNCLEAR"


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Response(BaseModel):
    """Answers may grow fields, which are not taken over: nobody asked for them."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Officer(_Request):
    """For whom is asked."""

    username: str
    name: str
    unit: str


class Question(_Request):
    """``POST lookups``. ``birthDate``: a day as ISO 8601 or a year alone; what is not known is left out."""

    request: str
    dossier: str
    officer: Officer
    purpose: str
    identityNumber: str | None = None
    name: str | None = None
    birthDate: str | None = None
    number: str | None = None


class Household(_Response):
    """An entry of the register of poor households (multi-dimensional poverty, reviewed every year)."""

    household: str = Field(min_length=1, max_length=60)
    kind: Literal["poor", "near-poor"]
    year: int = Field(ge=1990, le=9999)
    head: str = Field(default="", max_length=200)
    since: date | None = None
    until: date | None = None


class Certification(_Response):
    """An entry of the register of certifications."""

    number: str = Field(min_length=1, max_length=60)
    book: str = Field(default="", max_length=60)
    certified: date
    kind: Literal["copy", "signature", "contract"]
    office: str = Field(max_length=200)


class Residence(_Response):
    """What the police have of somebody's residence."""

    kind: Literal["permanent", "temporary", "removed"]
    address: str = Field(min_length=1, max_length=500)
    since: date | None = None
    until: date | None = None
    archive: str = Field(default="", max_length=60)


class Answer(_Response):
    """``pending``: people still look; the same question is to be asked again."""

    request: str = Field(max_length=200)
    state: Literal["found", "absent", "pending"]
    identityNumber: str | None = Field(default=None, max_length=20)
    answeredAt: AwareDatetime | None = None

    @property
    def held(self) -> BaseModel | None:
        """The entry, if there is one."""
        return None


class HouseholdAnswer(Answer):
    entry: Household | None = None

    @property
    def held(self) -> BaseModel | None:
        return self.entry


class CertificationAnswer(Answer):
    entry: Certification | None = None

    @property
    def held(self) -> BaseModel | None:
        return self.entry


class ResidenceAnswer(Answer):
    entry: Residence | None = None

    @property
    def held(self) -> BaseModel | None:
        return self.entry


#: Register → what its answers are.
ANSWERS: Final[Mapping[str, type[Answer]]] = MappingProxyType(
    {
        "poor-households": HouseholdAnswer,
        "certifications": CertificationAnswer,
        "residence-archive": ResidenceAnswer,
    }
)
