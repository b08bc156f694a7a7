"""The little of an office that the shared pages ask for: a clock, a calendar, and who is who."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import UUID, uuid4

from core.domain.calendar import standard
from core.errors import NotFound
from core.services.views import Actor, Membership

DESK = uuid4()
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # a Monday, 10:00 in the office


def person(name: str, *roles: str) -> Actor:
    held = tuple(Membership(role, DESK, "H99.01", "Bộ phận Một cửa") for role in roles)
    return Actor("person", uuid4(), name.lower(), name, held)


PEOPLE = {"An": person("An", "receiver"), "Binh": person("Binh", "auditor")}


class SmallOffice:
    """Stands in for the office where only the clock and the accounts are asked."""

    def __init__(self) -> None:
        self.now = NOW
        self.epochs = {one.id: 0 for one in PEOPLE.values()}
        calendars = SimpleNamespace(of=lambda _unit: standard())
        self.world = SimpleNamespace(now=lambda: self.now, calendars=calendars, settings=None)
        self.accounts = SimpleNamespace(actor=self._actor)

    def _actor(self, person_id: UUID, _address: str = "") -> Actor:
        for one in PEOPLE.values():
            if one.id == person_id and one.id in self.epochs:
                return replace(one, epoch=self.epochs[person_id])
        raise NotFound(what="Person", name=str(person_id))
