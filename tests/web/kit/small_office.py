"""The little of an office that the shared pages ask for: a clock, a calendar, and who is who."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import uuid4

from core.domain.calendar import standard
from core.services.views.actors import Actor, Membership
from core.services.views.sign_in import SignInSession

DESK = uuid4()
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # a Monday, 10:00 in the office


def person(name: str, *roles: str) -> Actor:
    held = tuple(Membership(role, DESK, "H99.01", "Bộ phận Một cửa") for role in roles)
    return Actor("person", uuid4(), name.lower(), name, held)


PEOPLE = {"An": person("An", "receiver"), "Binh": person("Binh", "auditor")}


class SmallOffice:
    """Stands in for the office where only the clock and the sessions are asked."""

    def __init__(self) -> None:
        self.now = NOW
        self.signed_in: dict[str, SignInSession] = {}
        calendars = SimpleNamespace(of=lambda _unit: standard())
        self.context = SimpleNamespace(now=lambda: self.now, calendars=calendars, settings=None)
        self.sessions = SimpleNamespace(begin_session=self._begin, resolve=self._resolve, end_session=self._end)

    def _begin(self, actor: Actor, proof: str, _browser: str) -> str:
        key = f"key-{len(self.signed_in)}"
        self.signed_in[key] = SignInSession(actor=actor, id=uuid4(), proof=proof, begun=NOW, seen=NOW)
        return key

    def _resolve(self, key: str, _address: str) -> SignInSession | None:
        return self.signed_in.get(key)

    def _end(self, key: str, _by: Actor | None) -> None:
        self.signed_in.pop(key, None)
