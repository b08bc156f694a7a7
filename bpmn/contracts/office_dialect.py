"""What the office adds to BPMN, FEEL and the Zeebe dialect beside its properties: roles, functions, reserved names."""

from __future__ import annotations

import re
from typing import Final

#: the roles that people of an office hold (those of `core.domain.roles`)
ROLES: Final = frozenset(
    {"receiver", "reviewer", "head", "leader", "registrar", "returner", "auditor", "designer", "admin"}
)
#: FEEL functions of the office, beside the built-ins
OFFICE_FUNCTIONS: Final = ("working time", "working hours")
#: names no variable, mapping or form field may take
RESERVED_NAMES: Final = frozenset({"dossier"})

#: one candidate group: "role" or "role@unit"
CANDIDATE_GROUP: Final = re.compile(r"[a-z][a-z0-9-]*(@[A-Za-z0-9][A-Za-z0-9._-]*)?")
#: names of variables
VARIABLE_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
