"""The time of day of FEEL, with no zone, an offset from UTC, or a named zone."""

from __future__ import annotations

from dataclasses import dataclass

from bpmn.feel.errors import Failure
from bpmn.feel.values import zones

NANOS = 1_000_000_000
NANOS_A_DAY = 86_400 * NANOS


@dataclass(frozen=True, slots=True)
class Time:
    """Hour, minute, second, nanosecond; ``offset`` in seconds east of UTC, or ``zone`` by name, or neither."""

    hour: int
    minute: int
    second: int
    nano: int = 0
    offset: int | None = None
    zone: str | None = None

    @classmethod
    def of(
        cls, hour: int, minute: int, second: int, nano: int = 0, offset: int | None = None, zone: str | None = None
    ) -> Time:
        """A checked time; raises Failure ``time-invalid`` or ``zone-unknown``."""
        if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60 and 0 <= nano < NANOS):
            raise Failure("time-invalid", text=f"{hour}:{minute}:{second}")
        if offset is not None and abs(offset) > zones.MAX_OFFSET:
            raise Failure("offset-invalid", offset=offset // 3600)
        if zone is not None:
            zones.zone(zone)
        return cls(hour, minute, second, nano, offset, zone)

    @classmethod
    def from_nanos(cls, nanos: int, offset: int | None = None, zone: str | None = None) -> Time:
        """The time so many nanoseconds after midnight, counted around the clock."""
        seconds, nano = divmod(nanos % NANOS_A_DAY, NANOS)
        return cls(seconds // 3600, seconds // 60 % 60, seconds % 60, nano, offset, zone)

    @property
    def seconds(self) -> int:
        """Whole seconds since midnight on the wall."""
        return self.hour * 3600 + self.minute * 60 + self.second

    @property
    def nanos(self) -> int:
        """Nanoseconds since midnight on the wall."""
        return self.seconds * NANOS + self.nano

    @property
    def has_zone(self) -> bool:
        """Whether this time names a place on the globe."""
        return self.offset is not None or self.zone is not None

    def offset_on(self, days: int) -> int | None:
        """Seconds east of UTC on that day; None without a zone."""
        if self.zone is not None:
            return zones.offset_at_local(self.zone, days, self.seconds)
        return self.offset

    @property
    def own_offset(self) -> int | None:
        """Seconds east of UTC as far as a time without a date can tell."""
        return zones.standard_offset(self.zone) if self.zone is not None else self.offset

    def __str__(self) -> str:
        fraction = f".{self.nano:09d}".rstrip("0") if self.nano else ""
        text = f"{self.hour:02d}:{self.minute:02d}:{self.second:02d}{fraction}"
        if self.zone is not None:
            return f"{text}@{self.zone}"
        return text if self.offset is None else text + zones.offset_text(self.offset)
