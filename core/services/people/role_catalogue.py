"""Which roles there are: the usual ones, and those that deployed procedures name."""

from __future__ import annotations

from sqlalchemy import select

from core.db.models import Audience, Procedure
from core.db.reading import Reading
from core.domain import roles
from core.errors.base import Reason
from core.errors.requests import BadValue
from core.services.context.context import Context


def check_role(context: Context, work: Reading, role: str) -> None:
    """Raises :class:`BadValue` unless the role is a usual one, or one that a deployed procedure gives tasks to."""
    if role not in roles.LABELS and role not in custom_roles(context, work):
        raise BadValue(
            field="role",
            reason=Reason("use one of %(list)s, or a role that a procedure names", list=", ".join(roles.LABELS)),
        )


def custom_roles(context: Context, work: Reading) -> frozenset[str]:
    """Roles beyond the usual ones: those that current versions name, and those that open or past tasks were given to."""
    current = work.scalars(select(Procedure.current_id).where(Procedure.current_id.is_not(None)))
    definitions = [context.versions.get(version, work).definition for version in current if version]
    in_diagrams = {
        role.partition("@")[0].strip()
        for definition in definitions
        for element in definition.elements.values()
        for role in element.roles
    }
    of_tasks = set(work.scalars(select(Audience.role).distinct()))
    return frozenset((in_diagrams | of_tasks) - roles.LABELS.keys() - {""})
