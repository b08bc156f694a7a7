"""The office's own `zeebe:property` values: which names there are, what they may hold, how they are read."""

from __future__ import annotations

import re

from bpmn.diagram.dialect import Extensions, is_formula

#: what a user task is for
KINDS = frozenset({"receive", "review", "approve", "sign", "issue", "return", "supplement", "pay", "inquire"})
#: the roles that people of an office hold
ROLES = frozenset({"receiver", "reviewer", "head", "leader", "registrar", "returner", "auditor", "designer", "admin"})
CLOCKS = frozenset({"run", "pause"})
#: FEEL functions of the office, beside the built-ins
OFFICE_FUNCTIONS = ("working time", "working hours")
#: names no variable, mapping or form field may take
RESERVED = frozenset({"dossier"})

#: working time: hours or days
TIME_LIMIT = re.compile(r"[1-9][0-9]*(h|d)")
#: one "role" or "role@unit"
ROLE = re.compile(r"[a-z][a-z0-9-]*(@[A-Za-z0-9][A-Za-z0-9._-]*)?")
#: names of variables
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
#: a bare national status
STATUS = re.compile(r"[1-9]|10")


def roles_of(groups: str | None) -> tuple[str, ...]:
    """The roles of a literal list "a, b@unit"; empty if they are an expression."""
    if groups is None or is_formula(groups):
        return ()
    return tuple(role.strip() for role in groups.split(",") if role.strip())


def status_of(extensions: Extensions) -> int | None:
    """The national status 1-10 an element puts the dossier in; None without one or with a wrong one."""
    text = extensions.property("status")
    return int(text) if text and STATUS.fullmatch(text) else None


def clock_of(extensions: Extensions) -> str:
    """ "pause" or "run"."""
    text = extensions.property("clock")
    return text if text in CLOCKS else "run"
