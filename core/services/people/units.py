"""The office's units."""

from __future__ import annotations

from sqlalchemy import insert, select

from core.db.models import Unit
from core.domain import text
from core.domain.identifiers import uuid7
from core.domain.journal import JournalKind
from core.errors.base import Reason
from core.errors.requests import BadValue
from core.services.authorization import admin_scope, rights
from core.services.context.context import Context
from core.services.evidence import journal
from core.services.views.actors import Actor
from core.services.views.units import NewUnit, UnitView

KINDS = ("province", "commune", "department", "room", "desk")


class Units:
    """Reads the tree of units and adds to it."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def tree(self) -> list[UnitView]:
        """All units in the order of their codes."""
        return sorted(self._context.directory.tree().views.values(), key=lambda unit: unit.code)

    def find(self, code: str) -> UnitView:
        """The unit with this code. Raises :class:`NotFound`."""
        return self._context.directory.tree().find(code)

    def administered(self, by: Actor) -> list[UnitView]:
        """The units in which the actor may give roles and make people, the topmost first."""
        tree = self._context.directory.tree()
        inside = admin_scope.units_covered_by(tree, by, admin_scope.ADMIN)
        return sorted((tree.views[unit] for unit in inside), key=lambda unit: (len(tree.line(unit.id)), unit.code))

    def create(self, unit: NewUnit, by: Actor) -> UnitView:
        """Creates a unit below one that the actor administers; a unit that exists already is left as it is."""
        rights.require_role(by, "admin")
        if unit.kind not in KINDS:
            raise BadValue(field="kind", reason=Reason("use one of %(list)s", list=", ".join(KINDS)))
        code, name, address = (
            text.normalize_line(unit.code),
            text.normalize_line(unit.name),
            text.normalize_line(unit.address),
        )
        tree = self._context.directory.tree()
        above = tree.find(unit.parent).id if unit.parent else None
        admin_scope.require_unit(tree, by, above)
        with self._context.work() as work:
            if work.scalar(select(Unit.id).where(Unit.code == code)) is None:
                values = {
                    "id": uuid7(),
                    "code": code,
                    "slug": unit.slug or code.lower(),
                    "name": name,
                    "kind": unit.kind,
                    "parent_id": above,
                    "fields": list(unit.fields),
                    "email": unit.email,
                    "phone": unit.phone,
                    "address": address,
                }
                work.session.execute(insert(Unit), values)
                facts = {"code": code, "name": name, "kind": unit.kind, "parent": unit.parent}
                journal.note(self._context, work, JournalKind.ADMIN_UNIT_CREATED, facts, by, unit.parent or code)
        self._context.directory.forget()
        return self.find(code)
