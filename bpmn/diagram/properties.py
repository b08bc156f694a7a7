"""What an element says of the office's own matters: how its groups, status and clock are read."""

from __future__ import annotations

import re

from bpmn.contracts import CLOCK, STATUS
from bpmn.diagram.dialect import Extensions, is_expression

#: the roles that people of an office hold
ROLES = frozenset({"receiver", "reviewer", "head", "leader", "registrar", "returner", "auditor", "designer", "admin"})
#: FEEL functions of the office, beside the built-ins
OFFICE_FUNCTIONS = ("working time", "working hours")
#: names no variable, mapping or form field may take
RESERVED = frozenset({"dossier"})

#: one "role" or "role@unit"
ROLE = re.compile(r"[a-z][a-z0-9-]*(@[A-Za-z0-9][A-Za-z0-9._-]*)?")
#: names of variables
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


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
