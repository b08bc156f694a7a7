"""A connector: everything the office needs to work with one outside system, as one object.

A folder of :mod:`workers` with a module ``connector.py`` that holds ``CONNECTOR``, or an entry point of another package
(group ``motcua.connectors``), is all it takes: :mod:`workers.registry` hands its parts to the workers, the schedule, the
settings, the simulators, lint, health and the documentation. What a topic takes and gives is said by its contract.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from core.domain.channels import TellBy
from core.ports import PostageQuote
from core.services.context.contracts import (
    Bilingual,
    Contract,
    ContractFault,
    ContractMessage,
    ContractValue,
    Header,
    Kind,
)
from core.settings import Settings
from workers.arrivals import Arrived, Inbound, InboundMessage
from workers.execution import HandlerFunction
from workers.periodics import Periodic, ScheduleThread

__all__ = [
    "Arrived",
    "Bilingual",
    "Connector",
    "Contract",
    "ContractFault",
    "ContractMessage",
    "ContractValue",
    "Header",
    "Inbound",
    "InboundMessage",
    "Kind",
    "Periodic",
    "ScheduleThread",
    "Simulator",
    "SimulatorPage",
    "TopicHandler",
]


#: Settings, the office's address, the other address → a carrier's prices. Raises :class:`workers.errors.OutsideError`.
Quote = Callable[[Settings, str, str], Iterable[PostageQuote]]


@dataclass(frozen=True, slots=True)
class TopicHandler:
    """Handler of one topic. ``act`` must be idempotent per job (it makes the same request again) and returns the outputs.

    ``faults``: the other side's reason codes that concern the dossier → the BPMN error of the contract.
    Other refusals (an expired contract, a wrong setting) are for an administrator: an incident.
    """

    act: HandlerFunction
    faults: Mapping[str, str] = field(default_factory=dict)


class RunSimulator(Protocol):
    """Runs a simulator until the block of its context manager ends."""

    def __call__(self, home: Path, ports: Mapping[str, int], pace: float) -> AbstractContextManager[Mapping[str, int]]:
        """Name of each port → the number it listens on; 0 in ``ports`` asks for a free one.

        ``home`` is the data folder, ``pace`` the seconds between two steps the simulated system takes by itself.
        """


@dataclass(frozen=True, slots=True)
class SimulatorPage:
    """A page of a simulator for people: the name of its port, and its title."""

    port: str
    title: Bilingual


@dataclass(frozen=True, slots=True)
class Simulator:
    """Simulates the outside system on this machine, for demonstrations and tests.

    ``ports``: the names of the ports it listens on. ``settings(ports)``: the settings that point the office at them.
    ``pages``: name → page. ``calls_back``: name of a port → the inbound source to which what listens there sends by itself; it
    is told so at the start (``POST /_callback {"url": …}``).
    """

    ports: tuple[str, ...]
    run: RunSimulator
    settings: Callable[[Mapping[str, int]], Mapping[str, str]]
    pages: Mapping[str, SimulatorPage] = field(default_factory=dict)
    calls_back: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Connector:
    """One outside system. ``name``: lower-case letters, for logs and lists.

    ``handlers``: by topic. ``contracts``: of the topics it adds; the office's own topics have theirs already.
    ``callbacks``: names of the messages it delivers, each of a contract it serves. ``periodics``: what it does at
    intervals. ``inbound``: what the system sends by itself, callbacks and items of its feeds. ``settings``: its own, a subclass of :class:`Settings`; ``address`` is the field that holds the address of
    the system, without which nothing can be called; several, where the system stands at several places. ``simulator``: makes the
    simulator when one is wanted. ``quote``: of a carrier, what a letter costs; asked while a person waits, so within a few seconds.
    ``system``: whom its topics call, where settings choose among several; None: ``name``. Breaker and rate go by it.
    ``needed``: the fields of addresses that are needed then; None: all.
    ``ways``: in which it tells applicants → the field without which it cannot.
    """

    name: str
    handlers: Mapping[str, TopicHandler]
    contracts: tuple[Contract, ...] = ()
    callbacks: tuple[str, ...] = ()
    periodics: tuple[Periodic, ...] = ()
    inbound: tuple[Inbound, ...] = ()
    settings: type[Settings] | None = None
    address: str | tuple[str, ...] = ""
    simulator: Callable[[], Simulator] | None = None
    quote: Quote | None = None
    system: Callable[[Settings], str] | None = None
    needed: Callable[[Settings], tuple[str, ...]] | None = None
    ways: Mapping[TellBy | str, str] = field(default_factory=dict)

    def lacks(self, settings: Settings) -> tuple[str, ...]:
        """The fields of addresses without which nothing can be called, as the settings stand, and which are empty."""
        needed = self.addresses if self.needed is None else self.needed(settings)
        return tuple(name for name in needed if not getattr(settings, name, ""))

    @property
    def addresses(self) -> tuple[str, ...]:
        """The fields that hold its addresses."""
        given = (self.address,) if isinstance(self.address, str) else self.address
        return tuple(one for one in given if one)
