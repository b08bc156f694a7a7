"""What an element's extensions say of the office's own matters: candidate roles, national status, clock."""

from __future__ import annotations

from bpmn.contracts import CLOCK, STATUS
from bpmn.diagram.dialect import Extensions, is_expression


def roles_of(groups: str | None) -> tuple[str, ...]:
    """The roles of a literal list "a, b@unit"; empty if they are an expression."""
    if groups is None or is_expression(groups):
        return ()
    return tuple(role.strip() for role in groups.split(",") if role.strip())


def status_of(extensions: Extensions) -> int | None:
    """The national status 1-10 an element puts the dossier in; None without one or with a wrong one."""
    text = extensions.property(STATUS.name)
    return int(text) if text and STATUS.pattern.fullmatch(text) else None


def clock_of(extensions: Extensions) -> str:
    """ "pause" or "run"."""
    text = extensions.property(CLOCK.name)
    return text if text in CLOCK.choices else "run"
