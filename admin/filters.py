"""The filters of the lists: read from the address, written back into it.

A value that no filter understands is no error of the page: the list is shown without that filter, and the page says which
one it did not apply, and why. What is shown as said was applied.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from core.domain import dates
from core.domain.states import ANY_STATE, TaskState
from core.services.views.dossiers import DossierFilter
from core.services.views.tasks import TaskFilter
from web import messages
from web.i18n import gettext as _
from web.i18n import language, lazy_gettext

LATENESS = ("late", "soon")
HOLDERS = ("me", "none")
TASK_STATES = (*TaskState, ANY_STATE)
STATUSES = range(1, 11)
LONGEST = 200  # characters of a search; more is no search
LABELS: Final = {
    "late": lazy_gettext("Time"),
    "state": lazy_gettext("State"),
    "finished": lazy_gettext("State"),
    "status": lazy_gettext("Status"),
    "part": lazy_gettext("What was read"),
    "kind": lazy_gettext("Kind"),
    "first": lazy_gettext("From the day"),
    "last": lazy_gettext("To the day"),
    "day": lazy_gettext("On the day"),
}


class FilterReader:
    """One address as it is read: ``said`` is what was understood (for the links of the page), ``faults`` what was not.

    ``labels``: names of a page's own filters, as its form shows them, beside those that several lists have.
    """

    def __init__(self, args: Mapping[str, str], labels: Mapping[str, str] = MappingProxyType({})) -> None:
        self._args = args
        self._labels = {**LABELS, **labels}
        self.said: dict[str, str] = {}
        self.faults: dict[str, str] = {}

    def typed(self, name: str) -> str:
        """What stands in the address, for the field to be shown again."""
        return self._args.get(name, "").strip().replace("\x00", "")[:LONGEST]

    def text(self, name: str) -> str | None:
        """Any text."""
        return self._keep(name, self.typed(name)) or None

    def one_of(self, name: str, allowed: Collection[str]) -> str | None:
        """One of a few words."""
        value = self.typed(name)
        if not value or value in allowed:
            return self._keep(name, value) or None
        self._refuse(name, "not-an-option")
        return None

    def status(self, name: str) -> int | None:
        """The number of a dossier's status."""
        found = self.one_of(name, [str(number) for number in STATUSES])
        return int(found) if found else None

    def day(self, name: str) -> date | None:
        """A day as people write it (31/12/2026), or as programs do."""
        if not (typed := self.typed(name)):
            return None
        try:
            found = dates.read_day(typed)
        except dates.UnreadableInput as error:
            self._refuse(name, error.code)
            return None
        self._keep(name, found.isoformat())
        return found

    def period(self, first: str = "first", last: str = "last") -> tuple[date | None, date | None]:
        """Two days, the second not before the first."""
        begin, end = self.day(first), self.day(last)
        if begin and end and end < begin:
            del self.said[last]
            self._refuse(last, "not-before", limit=dates.format_stored(begin.isoformat()))
            return begin, None
        return begin, end

    def _keep(self, name: str, value: str) -> str:
        if value:
            self.said[name] = value
        return value

    def _refuse(self, name: str, code: str, **facts: str) -> None:
        self.faults[name] = _(
            "%(field)s “%(typed)s”: %(reason)s The list is not narrowed by it.",
            field=self._labels[name],
            typed=self.typed(name),
            reason=messages.field_text(code, facts, language()),
        )


def task_filter(read: FilterReader) -> TaskFilter:
    """``role, unit, procedure, dossier, late, holder (me|none|username), state, search`` of an address."""
    return TaskFilter(
        dossier=read.text("dossier"),
        role=read.text("role"),
        unit=read.text("unit"),
        assignee=read.text("holder"),
        state=read.one_of("state", TASK_STATES) or TaskState.OPEN,
        procedure=read.text("procedure"),
        search=read.text("search") or "",
        late=read.one_of("late", LATENESS),
    )


def dossier_filter(read: FilterReader) -> DossierFilter:
    """``search, procedure, unit, status, finished (yes|no), late (late only)`` of an address."""
    finished = read.one_of("finished", ("yes", "no"))
    return DossierFilter(
        search=read.text("search") or "",
        procedure=read.text("procedure"),
        unit=read.text("unit"),
        status=read.status("status"),
        finished=None if finished is None else finished == "yes",
        late=read.one_of("late", LATENESS[:1]),
    )
