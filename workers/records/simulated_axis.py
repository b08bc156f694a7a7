"""What the simulated axis has: dossiers, steps, messages we sent, and messages that wait for us. Safe for threads."""

from __future__ import annotations

import base64
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from core.adapters import clock as machine
from core.domain.letters import LetterStatus
from workers.records import simulated_offices
from workers.records.edxml import reader
from workers.records.edxml.model import EdocMessage
from workers.simulator_journal import Journal

#: A message as it is kept: what it is called, ``edoc`` or ``status``, its XML in base64, whose it is.
Kept = dict[str, Any]


@dataclass(slots=True)
class Axis:
    """The axis. ``sent``: what we sent, by the key it was sent with; ``inbox``: what waits for us or was fetched, in order."""

    pace: timedelta
    sessions: set[str] = field(default_factory=set)
    dossiers: dict[str, dict[str, Any]] = field(default_factory=dict)
    steps: list[dict[str, Any]] = field(default_factory=list)
    sent: dict[str, Kept] = field(default_factory=dict)
    inbox: list[Kept] = field(default_factory=list)
    due: dict[str, datetime] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)
    journal: Journal = field(default_factory=Journal)

    def __post_init__(self) -> None:
        """Takes up what an earlier start had; letters not answered yet are due a while after this one."""
        for fact in self.journal.facts():
            match fact:
                case {"dossier": dossier}:
                    self.dossiers[dossier["MaHoSo"]] = dossier
                case {"step": step}:
                    self.steps.append(step)
                case {"sent": message}:
                    self.sent[message["key"]] = message
                    if message["type"] == "edoc":
                        self.due[message["key"]] = machine.system_clock() + self.pace
                case {"answered": key}:
                    self.due.pop(key, None)
                case {"waiting": message, "first": first}:
                    self.inbox.insert(0 if first else len(self.inbox), message)
                case {"acknowledged": name, "status": status}:
                    self._mark(name, status)

    def add_dossier(self, dossier: dict[str, Any]) -> None:
        """A dossier, or its newer state."""
        self.dossiers[dossier["MaHoSo"]] = dossier
        self.journal.add({"dossier": dossier})

    def add_step(self, step: dict[str, Any]) -> None:
        """A step of a dossier, once."""
        with self.lock:
            if step not in self.steps:
                self.steps.append(step)
                self.journal.add({"step": step})

    def send(self, kind: str, xml: bytes, key: str, sender: str) -> str:
        """A message of ours, once per key; a letter will be answered after a while. What the axis calls it."""
        with self.lock:
            if key not in self.sent:
                message = {
                    "id": f"S{len(self.sent) + 1:08d}",
                    "type": kind,
                    "xml": _text(xml),
                    "key": key,
                    "from": sender,
                }
                self.sent[key] = message
                self.journal.add({"sent": message})
                if kind == "edoc":
                    self.due[key] = machine.system_clock() + self.pace
                else:
                    self._hear(xml)
            return str(self.sent[key]["id"])

    def _hear(self, xml: bytes) -> None:
        """A status of ours: whom we ask for a letter back agrees."""
        message = reader.read(xml).message
        if not isinstance(message, EdocMessage) and message.status is LetterStatus.WITHDRAWAL_ASKED:
            self.say(
                message.about.document_id, LetterStatus.WITHDRAWAL_AGREED, "Đồng ý lấy lại", machine.system_clock()
            )

    def letters(self) -> list[EdocMessage]:
        """The letters we sent, in order."""
        read = (reader.read(_bytes(one)).message for one in list(self.sent.values()) if one["type"] == "edoc")
        return [one for one in read if isinstance(one, EdocMessage)]

    def _letter(self, document_id: str) -> EdocMessage | None:
        return next((one for one in self.letters() if one.document_id == document_id), None)

    def say(self, document_id: str, code: LetterStatus, text: str, at: datetime) -> bool:
        """The receiver of a letter of ours says something of it; whether there is such a letter."""
        letter = self._letter(document_id)
        if letter is not None:
            self.deliver(simulated_offices.report(letter, code, at, text))
        return letter is not None

    def answer(self, document_id: str, text: str, at: datetime) -> bool:
        """The receiver of a letter of ours answers it; whether there is such a letter."""
        letter = self._letter(document_id)
        if letter is not None:
            with self.lock:
                for key, message in self.sent.items():
                    if message["type"] == "edoc" and reader.read(_bytes(message)).message == letter:
                        self._answered(key)
            self.deliver(simulated_offices.answer(letter, text, at))
        return letter is not None

    def advance(self) -> None:
        """Answers what is due by now."""
        now = machine.system_clock()
        with self.lock:
            for key in [key for key, at in self.due.items() if at <= now]:
                letter = reader.read(_bytes(self.sent[key])).message
                self._answered(key)
                if isinstance(letter, EdocMessage):
                    for message in simulated_offices.replies(letter, now):
                        self.deliver(message)

    def _answered(self, key: str) -> None:
        if self.due.pop(key, None) is not None:
            self.journal.add({"answered": key})

    def deliver(self, xml: bytes, *, first: bool = False) -> str:
        """Puts a message among what waits for us, at the end or before all others. What the axis calls it."""
        with self.lock:
            kind = "status" if b"StatusCode>" in xml else "edoc"
            message = {"id": f"R{len(self.inbox) + 1:08d}", "type": kind, "xml": _text(xml), "status": ""}
            self.inbox.insert(0 if first else len(self.inbox), message)
            self.journal.add({"waiting": message, "first": first})
            return str(message["id"])

    def waiting(self) -> list[dict[str, str]]:
        """What was not acknowledged yet."""
        with self.lock:
            return [{"id": one["id"], "messagetype": one["type"]} for one in self.inbox if not one["status"]]

    def xml(self, name: str) -> bytes | None:
        """A message that waits or waited for us."""
        return next((_bytes(one) for one in list(self.inbox) if one["id"] == name), None)

    def acknowledge(self, name: str, status: str) -> None:
        """We have it (``done``), or never will (``fail``)."""
        with self.lock:
            self._mark(name, status)
            self.journal.add({"acknowledged": name, "status": status})

    def _mark(self, name: str, status: str) -> None:
        for message in self.inbox:
            if message["id"] == name:
                message["status"] = status

    def state(self) -> dict[str, Any]:
        """Everything, for those who look at it."""
        with self.lock:
            told = [{name: one[name] for name in ("id", "type", "status")} for one in self.inbox]
            letters = [{"DocumentId": one.document_id, "Subject": one.subject} for one in self.letters()]
            return {"dossiers": self.dossiers, "steps": self.steps, "letters": letters, "inbox": told}


def _text(xml: bytes) -> str:
    return base64.b64encode(xml).decode()


def _bytes(message: Kept) -> bytes:
    return base64.b64decode(message["xml"])
