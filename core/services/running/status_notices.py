"""Letters to the applicant: one for each change of status worth telling, decided in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from core.services.cases.cases import Case
from core.services.running.office_letters import OfficeLetter


def letters_for(
    case: Case, told: Iterable[tuple[int | None, int]], notices: Iterable[Mapping[str, Any]]
) -> list[OfficeLetter]:
    """The letters of the statuses that a step tells of (each after the one before it), with the ``notices`` (rows) that say
    more."""
    revision = case.row.revision + 1
    known = {row["status"]: str(row["id"]) for row in notices}
    return [
        OfficeLetter(
            f"status-{status:d}",
            {"status": status, "after": old, **({"notice": known[status]} if status in known else {})},
            key=f"{case.id}:{revision}:{number}:status-{status}",
        )
        for number, (old, status) in enumerate(told)
    ]
