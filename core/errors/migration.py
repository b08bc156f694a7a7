"""Migrations and operators' steps that are refused."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors.base import CoreError
from core.errors.problems import ProblemView


class MappingInvalid(CoreError):
    """``problems``: what is wrong with the mapping, element by element."""

    code = "mapping-invalid"
    template = "The mapping between the versions is not right: %(count)s problems."

    def __init__(self, problems: Sequence[ProblemView]) -> None:
        super().__init__(count=len(problems))
        self.problems = tuple(problems)


class ReasonMissing(CoreError):
    code = "reason-missing"
    template = "Say why: the reason stands in the dossier's history."


class MigrationState(CoreError):
    kind = "conflict"
    code = "migration-state"
    template = "The migration is not in a state for this: %(state)s."


class NotMovedBack(CoreError):
    kind = "conflict"
    code = "not-moved-back"
    template = "Dossier %(dossier)s cannot be moved back: %(reason)s"


class StepRefused(CoreError):
    """The engine would not do what an operator asked for; nothing was changed and nothing is wrong with the dossier."""

    kind = "conflict"
    code = "step-refused"
    template = "Dossier %(dossier)s: that cannot be done at “%(element)s”: %(reason)s"
