"""The office's units."""

from __future__ import annotations

from collections.abc import Iterable

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
from core.services.views.units import UnitView

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

    def create(
        self,
        code: str,
        name: str,
        kind: str,
        parent: str | None,
        by: Actor,
        *,
        slug: str = "",
        fields: Iterable[str] = (),
        email: str = "",
        phone: str = "",
        address: str = "",
    ) -> UnitView:
        """A new unit below ``parent`` (a code), which the actor administers; an existing code is left as it is."""
        rights.require_role(by, "admin")
        if kind not in KINDS:
            raise BadValue(field="kind", reason=Reason("use one of %(list)s", list=", ".join(KINDS)))
        code, name, address = text.tidy(code), text.tidy(name), text.tidy(address)
        tree = self._context.directory.tree()
        above = tree.find(parent).id if parent else None
        admin_scope.require_unit(tree, by, above)
        with self._context.work() as work:
            if work.scalar(select(Unit.id).where(Unit.code == code)) is None:
                values = {"code": code, "slug": slug or code.lower(), "name": name, "kind": kind, "parent_id": above}
                more = {"fields": list(fields), "email": email, "phone": phone, "address": address}
                work.session.execute(insert(Unit), {"id": uuid7(), **values, **more})
                facts = {"code": code, "name": name, "kind": kind, "parent": parent}
                journal.note(self._context, work, JournalKind.ADMIN_UNIT_CREATED, facts, by, parent or code)
        self._context.directory.forget()
        return self.find(code)
