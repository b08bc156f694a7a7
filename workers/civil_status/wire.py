"""What is handed over, and what the civil-status database says of it.

The interface of the Ministry of Justice's software is not public: these are the fields it must take and give, to be matched with
the agreement (docs/operator/civil-status.md). The records hold what the Law on Civil Status wants registered (60/2014/QH13:
Điều 14 a birth, Điều 17 a marriage, Điều 34 a death).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from workers.feed import FeedLine

#: The database's reasons for not taking a record.
RECORD_INVALID: Final = "RECORD_INVALID"
ALREADY_REGISTERED: Final = "ALREADY_REGISTERED"
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Identity = Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$")]
#: A day, or a year alone.
Born = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2}-[0-9]{2})?$")]


class Record(BaseModel):
    """What is registered. A field that nobody knows is refused: a misspelt one would be lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Birth(Record):
    """A birth."""

    childName: Name
    gender: Literal["female", "male"]
    birthDate: date
    birthPlace: Name
    ethnicity: Name
    nationality: Line | None = None
    homeTown: Line | None = None
    motherName: Name
    motherIdentity: Identity | None = None
    motherBirth: Born | None = None
    fatherName: Name | None = None
    fatherIdentity: Identity | None = None
    fatherBirth: Born | None = None
    declarantName: Name
    declarantIdentity: Identity | None = None
    evidence: Line | None = None


class Death(Record):
    """A death."""

    name: Name
    identityNumber: Identity | None = None
    birth: Born | None = None
    deathDate: date
    deathPlace: Name
    cause: Line | None = None
    declarantName: Name
    declarantIdentity: Identity | None = None


class Marriage(Record):
    """A marriage."""

    husbandName: Name
    husbandIdentity: Identity
    husbandBirth: Born
    wifeName: Name
    wifeIdentity: Identity
    wifeBirth: Born


#: What is registered → its record.
RECORDS: Final[Mapping[str, type[Record]]] = MappingProxyType({"birth": Birth, "death": Death, "marriage": Marriage})


class Registration(BaseModel):
    """``POST registrations``. ``request`` is ours and unique: the same one again gets the same ``code``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    request: str
    dossier: str
    event: str
    unit: str
    officer: str
    officerName: str
    record: Birth | Death | Marriage


class _Response(BaseModel):
    """Answers may grow fields; those we rely on are checked."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Received(_Response):
    """The database's own code for what was handed over."""

    request: str = Field(max_length=200)
    code: str = Field(min_length=1, max_length=100)


class Result(_Response):
    """What became of it. ``id`` orders the feed and is one and the same however often and wherever it is told."""

    id: str = Field(min_length=1, max_length=100)
    code: str = Field(min_length=1, max_length=100)
    state: Literal["registered", "returned"]
    at: AwareDatetime
    number: str = Field(default="", max_length=60)
    book: str = Field(default="", max_length=60)
    registeredOn: date | None = None
    personalNumber: str = Field(default="", pattern=r"^([0-9]{12})?$")
    reason: str = Field(default="", max_length=2000)


class Results(_Response):
    """``GET results``: those (:class:`Result`) after the id given, oldest first."""

    items: tuple[FeedLine, ...] = ()
