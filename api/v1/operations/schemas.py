"""What administrators do to one dossier, as the interface takes and shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from api.answers import Output
from api.inputs import Input

Element = Annotated[str, Field(min_length=1, max_length=300)]
Token = Annotated[str, Field(min_length=1, max_length=20)]
Why = Annotated[str, Field(min_length=1, max_length=2000, description="stands in the dossier's history")]


class ReasonIn(Input):
    """Why it is done."""

    reason: Why


class MoveIn(Input):
    """Where the token goes, and why."""

    element: Element
    reason: Why


class RestartIn(Input):
    """Which user task is opened again, instead of which tokens (none: beside all that is open), and why."""

    element: Element
    instead_of: Annotated[list[Token], Field(max_length=1000)]
    reason: Why


class CorrectionIn(Input):
    """The right values by name, and why."""

    values: Annotated[dict[Element, Any], Field(min_length=1, max_length=1000)]
    reason: Why


class Place(Output):
    """A token; ``inside`` is the token of the sub-process around it."""

    token: str
    element: str
    name: str
    inside: str | None


class StandingOut(Output):
    """Where a dossier stands."""

    dossier: str
    version: int
    finished: datetime | None
    places: list[Place]
