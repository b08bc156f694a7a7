"""A procedure that is not there, is not offered that way or cannot be deployed."""

from __future__ import annotations

from typing import Any

from core.errors.base import CoreError


class ProcedureUnknown(CoreError):
    kind = "missing"
    code = "procedure-unknown"
    template = "There is no procedure with the code “%(procedure)s”."


class NotOffered(CoreError):
    code = "not-offered"
    template = "Procedure %(procedure)s is not offered that way: %(reason)s"


class DeploymentRefused(CoreError):
    """``problems``: the lint problems, all of them."""

    code = "deployment-refused"
    template = "The procedure was not deployed: %(count)s problems."

    def __init__(self, problems: list[Any]) -> None:
        super().__init__(count=len(problems))
        self.problems = problems
