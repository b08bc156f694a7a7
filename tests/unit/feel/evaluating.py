"""Short ways to evaluate in tests: one environment, values and codes of notes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bpmn import feel

ENVIRONMENT = feel.Environment(datetime(2026, 11, 22, 18, 30, tzinfo=UTC), "test")


def outcome(
    text: str, scope: Mapping[str, Any] | None = None, environment: feel.Environment = ENVIRONMENT
) -> feel.Outcome:
    """Value and notes; names of the scope are told to the parser."""
    return feel.compile(text, tuple(scope or ())).evaluate_with(scope or {}, environment)


def value(text: str, scope: Mapping[str, Any] | None = None, environment: feel.Environment = ENVIRONMENT) -> object:
    """The value."""
    return outcome(text, scope, environment).value


def codes(text: str, scope: Mapping[str, Any] | None = None) -> list[str]:
    """The codes of the notes of an expression that is null."""
    found = outcome(text, scope)
    assert found.value is None, f"{text} is {found.value!r}"
    return [note.code for note in found.diagnostics]


def holds(text: str, scope: Mapping[str, Any] | None = None) -> bool:
    """Whether the expression is true, with its notes where it is not."""
    found = outcome(text, scope)
    assert found.value is True, f"{text} is {found.value!r}: {'; '.join(map(str, found.diagnostics))}"
    return True
