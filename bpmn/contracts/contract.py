"""The records a contract consists of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bpmn.bilingual import Bilingual

#: Names of topics: words of lower-case letters and digits, joined by dots and hyphens, at least two of them.
TOPIC: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?:\.[a-z][a-z0-9]*(?:-[a-z0-9]+)*)+")


class Kind(StrEnum):
    """The kind of a value. Values are computed when a diagram runs, so the worker checks their kind, not lint."""

    TEXT = "text"  #: a text or a number, as one line or several
    AMOUNT = "amount"  #: whole đồng from 0, as a number or a text
    COUNT = "count"  #: a whole number from 0
    STATUS = "status"  #: a national status, 1 to 10, as a number or a text
    BOOLEAN = "boolean"
    DATE = "date"  #: ISO 8601, without a time
    MOMENT = "moment"  #: ISO 8601 with an offset
    CONTEXT = "context"  #: named values


@dataclass(frozen=True, slots=True)
class ContractValue:
    """An input, an output, or a variable of a message."""

    name: str
    label: Bilingual
    kind: Kind = Kind.TEXT
    #: the call needs it: lint reports a diagram without it, and a worker does not call without it
    required: bool = False
    #: description of the value that is used if a diagram leaves it out
    default: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """A task header: a plain text that the designer chooses, the same for every dossier."""

    name: str
    label: Bilingual
    #: allowed values with their labels; empty: any text
    choices: Mapping[str, Bilingual] = field(default_factory=lambda: MappingProxyType({}))
    #: value that is used if a diagram leaves it out
    default: str = ""


@dataclass(frozen=True, slots=True)
class ContractFault:
    """A BPMN error that an error boundary event may catch: the outside system refuses the call because of the dossier."""

    code: str
    text: Bilingual


@dataclass(frozen=True, slots=True)
class ContractMessage:
    """A BPMN message that the outside system sends later."""

    name: str
    text: Bilingual
    #: the output whose value is the message's correlation key
    key: str
    variables: tuple[ContractValue, ...] = ()
    #: it leaves a person something to decide: lint warns where a diagram that calls the topic waits for it nowhere
    decisive: bool = False
    #: the connector books what it tells (money came in), so nobody may send it past the connector
    booked: bool = False


@dataclass(frozen=True, slots=True)
class Contract:
    """Inputs, outputs, BPMN errors and messages of the service tasks of a topic."""

    topic: str
    name: Bilingual
    #: description
    text: Bilingual
    #: who carries it out, as the history names it: “done by …”
    by: Bilingual
    inputs: tuple[ContractValue, ...] = ()
    headers: tuple[Header, ...] = ()
    outputs: tuple[ContractValue, ...] = ()
    faults: tuple[ContractFault, ...] = ()
    messages: tuple[ContractMessage, ...] = ()
    #: inputs of other names are taken, too, and mean this; None: there are no others
    further_inputs: Bilingual | None = None
    #: what people may do while the outside system cannot be reached; None: nothing but wait
    meanwhile: Bilingual | None = None

    def __post_init__(self) -> None:
        """Raises ``ValueError`` for a contract that contradicts itself."""
        if not TOPIC.fullmatch(self.topic):
            raise ValueError(f"{self.topic!r} is no topic: write for example payment.request")
        for named in (self.inputs, self.headers, self.outputs):
            names = [one.name for one in named]
            if len(set(names)) < len(names):
                raise ValueError(f"{self.topic}: a name stands twice in {names}")
        given = {one.name for one in self.outputs}
        for message in self.messages:
            if message.key not in given:
                raise ValueError(f"{self.topic}: the key of {message.name} is no output")
        for header in self.headers:
            if header.default and header.choices and header.default not in header.choices:
                raise ValueError(f"{self.topic}: {header.default} is no choice of {header.name}")

    def input(self, name: str) -> ContractValue | None:
        """The input of that name."""
        return next((one for one in self.inputs if one.name == name), None)

    def header(self, name: str) -> Header | None:
        """The header of that name."""
        return next((one for one in self.headers if one.name == name), None)

    def message(self, name: str) -> ContractMessage | None:
        """The message of that name."""
        return next((one for one in self.messages if one.name == name), None)
