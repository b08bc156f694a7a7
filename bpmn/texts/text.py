"""The record for a sentence of lint."""

from __future__ import annotations

from dataclasses import dataclass

from bpmn.bilingual import Bilingual
from bpmn.problem import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class LintText(Bilingual):
    """A sentence of lint in both languages, with `{named}` places, and its severity."""

    severity: Severity = "error"
