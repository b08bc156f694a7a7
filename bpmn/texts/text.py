"""A sentence of lint in both languages."""

from __future__ import annotations

from typing import NamedTuple

from bpmn.problem import Severity


class Text(NamedTuple):
    """A sentence with `{named}` places, in both languages."""

    en: str
    vi: str
    severity: Severity = "error"
