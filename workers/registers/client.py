"""The client of one register: asks, and holds the answer to the question. Judges nothing about dossiers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import httpx

from core.services.context.contracts import Bilingual
from core.settings import Settings
from workers.http import OutsideClient
from workers.inputs import pair
from workers.registers.settings import RegistersSettings
from workers.registers.wire import ANSWERS, Answer, Question


@dataclass(frozen=True, slots=True)
class Register:
    """``system``: its name for people; ``setting``: how its two settings begin."""

    system: Bilingual
    setting: str


#: By the contract's word for it.
REGISTERS: Final[Mapping[str, Register]] = MappingProxyType(
    {
        "poor-households": Register(
            Bilingual(en="the register of poor households", vi="Sổ hộ nghèo, hộ cận nghèo"), "households"
        ),
        "certifications": Register(
            Bilingual(en="the register of certifications", vi="Sổ chứng thực"), "certifications"
        ),
        "residence-archive": Register(
            Bilingual(en="the residence archive of the police", vi="Tàng thư hộ khẩu của công an"), "residence"
        ),
    }
)


class RegisterClient(OutsideClient):
    """One conversation with one register."""

    def __init__(self, settings: Settings, register: str, seconds: float = 20.0) -> None:
        """Raises :class:`NotConfigured` when the register has no address."""
        own, one = settings.of(RegistersSettings), REGISTERS[register]
        address: str = getattr(own, f"{one.setting}_url")
        key: str = getattr(own, f"{one.setting}_key")
        super().__init__(one.system, f"MOTCUA_{one.setting.upper()}", address, seconds)
        self._connection.client.auth = httpx.BasicAuth(*pair(key))
        self._answer = ANSWERS[register]

    def ask(self, question: Question) -> Answer:
        """The answer to this question, complete; one to another question, or about another person, is nonsense."""
        headers = {"Idempotency-Key": question.request}
        found = self._connection.ask("POST", "lookups", self._answer, body=question, headers=headers)
        if found.request != question.request:
            raise self._connection.nonsense("request: not the one asked")
        if found.state == "pending":
            return found
        if found.answeredAt is None:
            raise self._connection.nonsense("answeredAt: missing")
        if (found.state == "found") is (found.held is None):
            raise self._connection.nonsense(f"entry: does not go with the state {found.state}")
        if question.identityNumber and found.identityNumber not in (None, question.identityNumber):
            raise self._connection.nonsense("identityNumber: not the person asked about")
        return found
