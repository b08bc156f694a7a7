"""A sentence of lint in both languages, and how grave it is."""

from __future__ import annotations

from dataclasses import dataclass

from bpmn.bilingual import Bilingual
from bpmn.problem import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class LintText(Bilingual):
    """A sentence of lint with `{named}` places."""

    severity: Severity = "error"
