"""Tokens as the interface takes and shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from api.answers import Output
from api.inputs import Input, Query

Username = Annotated[str, Field(min_length=1, max_length=100)]


class TokenIn(Input):
    """A new token. Without a user name it is for the caller's own person, without an end it does not run out."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    scopes: Annotated[list[str], Field(min_length=1, max_length=50)]
    username: Username | None = None
    expires: Annotated[AwareDatetime, Field(strict=False)] | None = None


class TokenQuery(Query):
    """Whose tokens to list; without a user name the caller's own person's."""

    username: Username | None = None


class TokenOut(Output):
    """What is known of a token; the token itself is not kept."""

    id: UUID
    username: str
    name: str
    scopes: list[str]
    # What the view has, promised apart: see Output.
    created: datetime
    made_by: str | None
    expires: datetime | None
    revoked: datetime | None
    used: datetime | None
    state: Literal["valid", "expired", "revoked"]


class TokenMade(TokenOut):
    """A token just made. `token` is shown this once."""

    token: str


class TokenPage(Output):
    """All tokens of a person, those in force first."""

    items: list[TokenOut]
    next: str | None
