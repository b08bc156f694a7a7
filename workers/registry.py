"""The connectors of this installation, found once, and their parts for workers, schedule, settings and lint.

The office's own are the folders of :mod:`workers` that hold a ``connector.py``; other packages bring theirs by the entry
point group ``motcua.connectors``. A connector that contradicts a contract or another connector is refused by name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Final

from core.services.context.contracts import OFFICE, Contract, ContractMessage
from core.settings import Settings
from workers.connector import Connector, Inbound, Simulator, TopicHandler
from workers.errors import ConnectorInvalid
from workers.periodics import Periodic

GROUP: Final = "motcua.connectors"
_NAME: Final = re.compile(r"[a-z][a-z0-9-]*")


@cache
def connectors() -> tuple[Connector, ...]:
    """All connectors, by name. Raises :class:`ConnectorInvalid`."""
    found = sorted([*own(), *map(_loaded, entry_points(group=GROUP))], key=lambda one: one.name)
    for connector in found:
        _require(connector)
    _once("connector", (one.name for one in found))
    _once("worker of the topic", (topic for one in found for topic in one.handlers))
    _once("source of messages", (source.name for one in found for source in one.inbound))
    _once("periodic", (periodic.name for one in found for periodic in one.periodics))
    return tuple(found)


def own() -> Iterator[Connector]:
    """The connectors that come with the office."""
    for path in sorted(Path(__file__).parent.glob("*/connector.py")):
        module = import_module(f"workers.{path.parent.name}.connector")
        connector: Connector = module.CONNECTOR
        yield connector


def handler(topic: str) -> TopicHandler | None:
    """The handler of a topic; None when no connector serves it."""
    connector = connectors_by_topic().get(topic)
    return None if connector is None else connector.handlers[topic]


@cache
def connectors_by_topic() -> Mapping[str, Connector]:
    """Topic → the connector that serves it."""
    return by_topic(connectors())


def by_topic(some: Iterable[Connector]) -> Mapping[str, Connector]:
    """The same, of the given connectors."""
    return {topic: connector for connector in some for topic in sorted(connector.handlers)}


def systems(settings: Settings) -> Mapping[str, str]:
    """Topic → the name of the system it calls."""
    served = connectors_by_topic().items()
    return {topic: one.system(settings) if one.system is not None else one.name for topic, one in served}


@cache
def contracts() -> Mapping[str, Contract]:
    """Topic → its contract, of all topics that a connector serves."""
    brought = {contract.topic: contract for connector in connectors() for contract in connector.contracts}
    return {topic: OFFICE.get(topic) or brought[topic] for topic in connectors_by_topic()}


def message(name: str) -> ContractMessage | None:
    """What a served contract says of a message; None where none names it."""
    return next((found for contract in contracts().values() if (found := contract.message(name))), None)


@cache
def inbound() -> Mapping[str, Inbound]:
    """Source → how what it sends is read and taken."""
    return {source.name: source for connector in connectors() for source in connector.inbound}


def periodics() -> tuple[Periodic, ...]:
    """The periodics of all connectors."""
    return tuple(periodic for connector in connectors() for periodic in connector.periodics)


@cache
def settings_kind() -> type[Settings]:
    """The settings of the office and of all connectors, as one class."""
    return settings_of(connectors())


def settings_of(some: Iterable[Connector]) -> type[Settings]:
    """The same of some connectors."""
    sections = tuple(one.settings for one in some if one.settings is not None)[::-1]  # pydantic reads bases backwards
    return type("OfficeSettings", sections, {"__doc__": Settings.__doc__}) if sections else Settings


def simulators() -> Mapping[str, Simulator]:
    """The simulators, by the name of their connector."""
    return {one.name: one.simulator() for one in connectors() if one.simulator is not None}


def forget() -> None:
    """Clears the caches: the next call looks again at what is installed."""
    for cached in (connectors, connectors_by_topic, contracts, inbound, settings_kind):
        cached.cache_clear()


def _loaded(entry: EntryPoint) -> Connector:
    """The connector of another package. Whatever it raises is told with the package's name."""
    try:
        found = entry.load()
    except Exception as error:
        raise ConnectorInvalid(f"The connector {entry.name} ({entry.value}) cannot be loaded: {error}") from error
    if not isinstance(found, Connector):
        raise ConnectorInvalid(f"The connector {entry.name} ({entry.value}) is no workers.connector.Connector")
    return found


def _require(connector: Connector) -> None:
    """Raises where a connector does not keep to the contracts of its topics."""
    found = next(_wrong(connector), None)
    if found is not None:
        raise ConnectorInvalid(f"The connector {connector.name} {found}")


def _wrong(connector: Connector) -> Iterator[str]:
    if not _NAME.fullmatch(connector.name):
        yield "needs a name of lower-case letters, digits and hyphens"
    brought = {contract.topic: contract for contract in connector.contracts}
    yield from (f"changes the contract of {topic}, which is the office's" for topic in sorted(brought.keys() & OFFICE))
    yield from (
        f"has a contract of {topic}, but does not serve it" for topic in sorted(brought.keys() - connector.handlers)
    )
    promised = set()
    for topic in sorted(connector.handlers):
        contract = OFFICE.get(topic) or brought.get(topic)
        if contract is None:
            yield f"serves {topic} without a contract"
            continue
        promised |= {message.name for message in contract.messages}
        unknown = set(connector.handlers[topic].faults.values()) - {fault.code for fault in contract.faults}
        yield from (f"answers {topic} with the error {code}, which its contract does not name" for code in unknown)
    yield from (
        f"brings the message {name}, which no contract of it names" for name in set(connector.callbacks) - promised
    )
    yield from (f"does not bring the message {name} of its contract" for name in promised - set(connector.callbacks))
    yield from _wrong_sources(connector)
    known = getattr(connector.settings, "model_fields", {})
    yield from (f"has no setting {one}" for one in connector.addresses if one not in known)


def _wrong_sources(connector: Connector) -> Iterator[str]:
    """A source is named after its connector, and what signs its messages is one of the connector's settings."""
    for source in connector.inbound:
        if not (_NAME.fullmatch(source.name) and f"{source.name}-".startswith(f"{connector.name}-")):
            yield f"has a source {source.name}, whose name does not begin with its own"
        if source.verify is not None and source.secret not in getattr(connector.settings, "model_fields", {}):
            yield f"has no setting {source.secret or 'with a secret'} for its source {source.name}"


def _once(what: str, names: Iterable[str]) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise ConnectorInvalid(f"There is more than one {what} {', '.join(twice)}")
