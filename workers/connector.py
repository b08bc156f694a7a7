"""A connector: everything the office needs to work with one outside system, as one object.

A folder of :mod:`workers` with a module ``connector.py`` that holds ``CONNECTOR``, or an entry point of another package
(group ``motcua.connectors``), is all it takes: :mod:`workers.registry` hands its parts to the workers, the schedule, the
settings, the simulators, lint, health and the documentation. What a topic takes and gives is said by its contract.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from core.services.context.contracts import Contract, Fault, Header, Kind, Message, Value, Words
from core.settings import Settings
from workers.calls import Act
from workers.periodics import Lane, Periodic

__all__ = [
    "Call",
    "Connector",
    "Contract",
    "Fault",
    "Header",
    "Kind",
    "Lane",
    "Message",
    "Periodic",
    "Simulator",
    "Value",
    "Words",
]


@dataclass(frozen=True, slots=True)
class Call:
    """What carries out the calls of a topic: ``act`` makes the same request for the same job, and gives the outputs.

    ``faults``: the other side's reason codes that are a matter of the dossier → the BPMN error of the contract.
    Other refusals (a contract that ran out, a wrong setting) are for an administrator: an incident.
    """

    act: Act
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Simulator:
    """Plays the other side on this machine, for demonstrations and tests.

    ``ports``: the names of the ports it listens on. ``play(home, ports, pace)`` plays until its block ends and gives the
    ports it got (0 asks for a free one); ``pace`` is in seconds, ``home`` the data folder. ``settings(ports)``: the values
    that point the office at it. ``pages``: name → port and words of pages that are for people.
    """

    ports: tuple[str, ...]
    play: Callable[[Path, Mapping[str, int], float], AbstractContextManager[Mapping[str, int]]]
    settings: Callable[[Mapping[str, int]], Mapping[str, str]]
    pages: Mapping[str, tuple[str, Words]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Connector:
    """One outside system. ``name``: lower-case letters, for logs and lists.

    ``calls``: topic → what carries it out. ``contracts``: of the topics that are its own; those of the office's topics
    are the office's. ``callbacks``: the messages it brings, each of a contract it serves. ``periodics``: what it does
    because time passes. ``settings``: its own, a subclass of :class:`Settings`; ``address`` names the one without which there is nobody
    to call. ``simulator``: makes the one that plays the other side, when it is wanted.
    """

    name: str
    calls: Mapping[str, Act | Call]
    contracts: tuple[Contract, ...] = ()
    callbacks: tuple[str, ...] = ()
    periodics: tuple[Periodic, ...] = ()
    settings: type[Settings] | None = None
    address: str = ""
    simulator: Callable[[], Simulator] | None = None

    def call(self, topic: str) -> Call:
        """What carries out a topic. Raises ``KeyError``."""
        found = self.calls[topic]
        return found if isinstance(found, Call) else Call(found)
