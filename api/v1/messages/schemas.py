"""Messages as the interface takes them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from api.answers import Output
from api.inputs import Input


class MessageIn(Input):
    """A message. A key of ``null`` finds only what waits without a key."""

    name: Annotated[str, Field(min_length=1, max_length=300)]
    correlation_key: Annotated[str, Field(max_length=300)] | None = None
    variables: dict[str, Any] = Field(default_factory=dict)


class MessageOut(Output):
    """The codes of the dossiers that took the message."""

    dossiers: list[str]
