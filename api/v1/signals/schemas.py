"""Signals as the interface takes them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from api.answers import Output
from api.inputs import Input


class SignalIn(Input):
    """A signal: whoever waits for its name has it."""

    name: Annotated[str, Field(min_length=1, max_length=300)]
    variables: dict[str, Any] = Field(default_factory=dict)


class SignalOut(Output):
    """The codes of the dossiers that the signal is on its way to."""

    dossiers: list[str]
