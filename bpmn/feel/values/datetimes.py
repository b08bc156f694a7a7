"""The date and time of FEEL: a date, a time of day, and the time's zone or offset or neither."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bpmn.feel.values import zones
from bpmn.feel.values.dates import Date
from bpmn.feel.values.times import NANOS, NANOS_A_DAY, Time


@dataclass(frozen=True, slots=True)
class DateTime:
    """A moment (with a zone or offset) or a wall-clock reading (without)."""

    date: Date
    time: Time

    @classmethod
    def from_local_nanos(cls, nanos: int, like: Time) -> DateTime:
        """The wall-clock reading so many nanoseconds after 1970-01-01, in the zone or offset of ``like``."""
        days, of_day = divmod(nanos, NANOS_A_DAY)
        return cls(Date.from_days(days), Time.from_nanos(of_day, like.offset, like.zone))

    @classmethod
    def from_instant(cls, nanos: int, like: Time) -> DateTime:
        """The reading of an instant (nanoseconds since 1970-01-01T00:00Z) in the zone or offset of ``like``."""
        offset = like.offset or 0
        if like.zone is not None:
            offset = zones.offset_at_instant(like.zone, nanos // NANOS)
        return cls.from_local_nanos(nanos + offset * NANOS, like)

    @property
    def local_nanos(self) -> int:
        """Nanoseconds since 1970-01-01 on the wall clock."""
        return self.date.days * NANOS_A_DAY + self.time.nanos

    @property
    def offset(self) -> int | None:
        """Seconds east of UTC; None without a zone."""
        return self.time.offset_on(self.date.days)

    @property
    def has_zone(self) -> bool:
        """Whether this is a moment rather than a wall-clock reading."""
        return self.time.has_zone

    @property
    def instant(self) -> int:
        """Nanoseconds since 1970-01-01T00:00Z; a reading without a zone is taken as UTC."""
        return self.local_nanos - (self.offset or 0) * NANOS

    def plus_nanos(self, nanos: int) -> DateTime:
        """So much later: on the time line where the zone is known, else on the wall clock."""
        if self.time.zone is not None:
            return DateTime.from_instant(self.instant + nanos, self.time)
        return DateTime.from_local_nanos(self.local_nanos + nanos, self.time)

    def plus_months(self, months: int) -> DateTime:
        """The same time of day some months later."""
        return replace(self, date=self.date.plus_months(months))

    def __str__(self) -> str:
        return f"{self.date}T{self.time}"
