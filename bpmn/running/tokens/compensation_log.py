"""What was completed in a scope and can be compensated (BPMN 2.0.2, 10.7 and 13.5.5)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bpmn.running.tokens.saved import CompletedActivityRecord, cut, fields


@dataclass(slots=True)
class CompletedActivity:
    """One completed instance of an activity that has a compensation handler, or has such activities inside."""

    element: str
    #: its local variables when it was completed, as JSON text; kept for sub-processes and instances of loops
    local: str | None = None
    #: of a sub-process: what was completed in it, oldest first
    inner: list[CompletedActivity] = field(default_factory=list)
    #: False: it was cancelled under way, and only what had been completed inside counts
    whole: bool = True

    def record(self) -> list[Any]:
        """As JSON."""
        inner = [one.record() for one in self.inner] or None
        return cut(CompletedActivityRecord(self.element, self.local, inner, None if self.whole else 1))

    @classmethod
    def of(cls, record: list[Any]) -> CompletedActivity:
        """From JSON; raises ValueError or TypeError for anything else than a record."""
        found = CompletedActivityRecord(*fields(record))
        if not isinstance(found.element, str) or found.part not in (None, 1):
            raise ValueError(f"{record} is no completed activity")
        return cls(found.element, found.local, [cls.of(one) for one in found.inner or ()], found.part is None)
