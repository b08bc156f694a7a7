"""An element of a message being read, and values as the axis writes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from lxml import etree

from workers.records.edxml.attachments import DocumentInvalid
from workers.records.edxml.names import DAY, MOMENT, qualified

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class ElementReader:
    """An element being read; what is missing reads as empty."""

    element: etree._Element

    def at(self, path: str) -> ElementReader:
        """The one element there. Raises :class:`DocumentInvalid` where it is missing or stands twice."""
        found = self.maybe(path)
        if found is None:
            raise DocumentInvalid("schema", f"{path} is missing")
        return found

    def maybe(self, path: str) -> ElementReader | None:
        """The element there, or None. Raises :class:`DocumentInvalid` where it stands twice."""
        found = self.all(path)
        if len(found) > 1:
            raise DocumentInvalid("schema", f"{path} stands twice")
        return found[0] if found else None

    def all(self, path: str) -> list[ElementReader]:
        """All elements there, in their order."""
        wanted = "/".join(qualified(part) for part in path.split("/"))
        return [ElementReader(one) for one in self.element.findall(wanted)]

    def text(self, path: str) -> str:
        """The text of the element there; empty where there is none."""
        found = self.maybe(path)
        return "" if found is None else found.own

    @property
    def own(self) -> str:
        """Its text without blanks around it; comments within are no part of it."""
        parts = [self.element.text, *(child.tail for child in self.element)]
        return "".join(filter(None, parts)).strip()

    def value(self, path: str, read: Callable[[str], Value]) -> Value | None:
        """The text as a value; None where it is empty. Raises :class:`DocumentInvalid`."""
        text = self.text(path)
        try:
            return read(text) if text else None
        except ValueError as error:
            raise DocumentInvalid("value", f"{path}: {text[:60]}") from error

    def required(self, path: str, read: Callable[[str], Value]) -> Value:
        """The same of a value that must be there."""
        found = self.value(path, read)
        if found is None:
            raise DocumentInvalid("schema", f"{path} is empty")
        return found


def day_of(text: str) -> date:
    """A date as the axis writes it. Raises ``ValueError``."""
    return datetime.strptime(text, DAY).date()  # noqa: DTZ007 - the axis writes local dates


def moment_of(text: str) -> datetime:
    """A local time as the axis writes it. Raises ``ValueError``."""
    return datetime.strptime(text, MOMENT)  # noqa: DTZ007 - the axis writes local times


def count_of(text: str) -> int:
    """A whole number from 0. Raises ``ValueError``."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise ValueError(text)
    return int(text)


def flag_of(text: str) -> bool:
    """A truth value, in the two ways it is written. Raises ``ValueError``."""
    if text.lower() not in ("0", "1", "true", "false"):
        raise ValueError(text)
    return text.lower() in ("1", "true")
