"""The filters of the lists: read from the address, written back into it. Nothing wrong in an address is an error:
a value no filter knows is left out, as if it had not been said."""

from __future__ import annotations

from collections.abc import Mapping

from core.services.views import DossierFilter, TaskFilter

LATENESS = ("late", "soon")
HOLDERS = ("me", "none")
TASK_STATES = ("open", "completed", "cancelled", "all")
STATUSES = range(1, 11)
LONGEST = 200  # characters of a search; more is no search


def task_filter(args: Mapping[str, str]) -> TaskFilter:
    """``role, unit, procedure, dossier, late, holder (me|none|username), state, search`` of an address."""
    return TaskFilter(
        dossier=_text(args, "dossier"),
        role=_text(args, "role"),
        unit=_text(args, "unit"),
        assignee=_text(args, "holder"),
        state=_one_of(args, "state", TASK_STATES) or "open",
        procedure=_text(args, "procedure"),
        search=_text(args, "search") or "",
        late=_one_of(args, "late", LATENESS),
    )


def dossier_filter(args: Mapping[str, str]) -> DossierFilter:
    """``search, procedure, unit, status, finished (yes|no), late (late only)`` of an address."""
    finished = _one_of(args, "finished", ("yes", "no"))
    return DossierFilter(
        search=_text(args, "search") or "",
        procedure=_text(args, "procedure"),
        unit=_text(args, "unit"),
        status=_status(args.get("status", "")),
        finished=None if finished is None else finished == "yes",
        late=_one_of(args, "late", LATENESS[:1]),
    )


def said(args: Mapping[str, str], *names: str) -> dict[str, str]:
    """The named filters that say something: what a link to the next page has to repeat."""
    return {name: value for name in names if (value := _text(args, name))}


def _text(args: Mapping[str, str], name: str) -> str | None:
    return args.get(name, "").strip().replace("\x00", "")[:LONGEST] or None


def _one_of(args: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str | None:
    value = args.get(name, "")
    return value if value in allowed else None


def _status(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 and int(text) in STATUSES else None
