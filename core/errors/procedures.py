"""A procedure that is not there, is not offered that way or cannot be deployed."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors.base import CoreError
from core.errors.problems import ProblemView


class ProcedureUnknown(CoreError):
    kind = "not-found"
    code = "procedure-unknown"
    template = "There is no procedure with the code “%(procedure)s”."


class NotOffered(CoreError):
    code = "not-offered"
    template = "Procedure %(procedure)s is not offered that way: %(reason)s"


class DeploymentRefused(CoreError):
    """``problems``: the lint problems, all of them."""

    code = "deployment-refused"
    template = "The procedure was not deployed: %(count)s problems."

    def __init__(self, problems: Sequence[ProblemView]) -> None:
        super().__init__(count=len(problems))
        self.problems = tuple(problems)


class VersionMovedOn(CoreError):
    """What was deployed was made from a version that is in force no more; nothing was stored."""

    kind = "conflict"
    code = "version-moved-on"
    template = "Procedure %(procedure)s was given another version at the same moment. Nothing was saved: save again."
