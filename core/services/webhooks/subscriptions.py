"""Who is told: webhooks made, changed, switched off and on, removed, by administrators for the units they administer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import func, insert, select

from core.db.base import AnyRow
from core.db.models import Person, Webhook, WebhookDelivery
from core.db.reading import Reading
from core.domain import public_addresses, text
from core.domain.identifiers import uuid7
from core.domain.journal import JournalKind
from core.domain.outgoing_events import KINDS
from core.domain.states import DeliveryState
from core.errors.base import Reason
from core.errors.requests import BadValue
from core.limits import NAME_CHARACTERS
from core.services.authorization import admin_scope, rights
from core.services.context.context import Context
from core.services.evidence import journal
from core.services.views.actors import Actor
from core.services.views.webhooks import NewWebhook, WebhookView
from core.services.webhooks import rows

#: webhooks of an installation
MOST: Final = 50
ADDRESS_CHARACTERS: Final = 500
#: for so long an old secret signs beside the new one
OVERLAP: Final = timedelta(days=1)
#: deliveries in a state are counted up to this number
COUNTED: Final = 1000


class Webhooks:
    """What administrators see of webhooks and decide about them."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def webhooks(self, by: Actor) -> list[WebhookView]:
        """Those of the units that the actor administers, by name."""
        rights.require_scope(by, "incidents:read")
        units = admin_scope.units_covered_by(self._context.directory.tree(), by, rows.ROLE)
        query = _query().where(Webhook.unit_id.in_(units)).order_by(Webhook.name, Webhook.id)
        with self._context.work.read() as work:
            return [self._view(work, row) for row in work.execute(query).all()]

    def webhook(self, webhook_id: UUID, by: Actor) -> WebhookView:
        """One of them. Raises :class:`NotFound`."""
        rights.require_scope(by, "incidents:read")
        with self._context.work.read() as work:
            rows.find(self._context, work, webhook_id, by)
            return self._view(work, work.execute(_query().where(Webhook.id == webhook_id)).one())

    def failing(self, by: Actor) -> int:
        """How many of them are switched off by themselves or have events that were given up."""
        return sum(bool(one.failed or (not one.active and one.off_reason != "person")) for one in self.webhooks(by))

    def create_webhook(self, new: NewWebhook, by: Actor) -> tuple[UUID, str]:
        """Makes a webhook; its id and its secret, which is shown this once. Raises :class:`BadValue`, :class:`NotFound`."""
        rights.require_scope(by, "incidents:write")
        context, made, secret = self._context, uuid7(), rows.new_secret()
        unit = context.directory.tree().find(new.unit)
        admin_scope.require_unit(context.directory.tree(), by, unit.id)
        values = {"name": _named(new.name), "address": self._address(new.address), "kinds": _kinds(new.kinds)}
        with context.work() as work:
            if (work.scalar(select(func.count()).where(Webhook.removed.is_(None))) or 0) >= MOST:
                raise BadValue(field="name", reason=Reason("there are %(limit)s already: remove some", limit=MOST))
            row = {"id": made, "unit_id": unit.id, "secret": rows.sealed(context, made, secret), **values}
            now = context.now()
            work.session.execute(insert(Webhook), row | {"created": now, "created_by_id": by.id, "pause_until": now})
            facts = {"webhook": str(made), "unit": unit.code, **values}
            journal.note(context, work, JournalKind.ADMIN_WEBHOOK_CREATED, facts, by, unit=unit.code)
        return made, secret

    def change_webhook(
        self,
        webhook_id: UUID,
        by: Actor,
        *,
        name: str | None = None,
        address: str | None = None,
        kinds: Collection[str] | None = None,
    ) -> None:
        """Another name, address, or other kinds of events from now on; None: as before. Another address is tried at once.
        Raises :class:`BadValue`, :class:`NotFound`."""
        values: dict[str, Any] = {}
        if name is not None:
            values["name"] = _named(name)
        if address is not None:
            values["address"] = self._address(address)
        if kinds is not None:
            values["kinds"] = _kinds(kinds)
        if not values:
            raise BadValue(field="name", reason=Reason("say what is to change"))
        afresh = {"failures": 0, "failing_since": None, "slow": False, "pause_until": self._context.now()}
        with self._context.work() as work:
            rights.require_scope(by, "incidents:write")
            row = rows.find(self._context, work, webhook_id, by, lock=True)
            rows.change(work, webhook_id, **values, **(afresh if address is not None else {}))
            for what, value in values.items():
                self._note(work, row, by, change=what, **({"kinds": value} if what == "kinds" else {"to": value}))

    def renew_secret(self, webhook_id: UUID, by: Actor) -> str:
        """A new secret, shown this once; for a day the old one signs beside it."""
        context, secret = self._context, rows.new_secret()
        with context.work() as work:
            rights.require_scope(by, "incidents:write")
            row = rows.find(context, work, webhook_id, by, lock=True)
            until = context.now() + OVERLAP
            kept = rows.sealed(context, webhook_id, secret)
            rows.change(work, webhook_id, secret=kept, old_secret=row.secret, old_until=until)
            self._note(work, row, by, change="secret")
        return secret

    def switch_on(self, webhook_id: UUID, by: Actor) -> None:
        """Tells it again, of what happens from now on; what it missed can be sent by :meth:`WebhookLog.replay_range`."""
        fresh = {"active": True, "off_reason": "", "failures": 0, "failing_since": None}
        self._change(webhook_id, by, {**fresh, "pause_until": self._context.now()}, change="on")

    def switch_off(self, webhook_id: UUID, by: Actor) -> None:
        """Tells it nothing more."""
        context = self._context
        with context.work() as work:
            rights.require_scope(by, "incidents:write")
            row = rows.find(context, work, webhook_id, by, lock=True)
            rows.switched_off(work, webhook_id, "person", context.now())
            self._note(work, row, by, change="off")

    def remove_webhook(self, webhook_id: UUID, by: Actor) -> None:
        """Switches it off for good; its secret is gone."""
        context = self._context
        with context.work() as work:
            rights.require_scope(by, "incidents:write")
            row = rows.find(context, work, webhook_id, by, lock=True)
            rows.switched_off(work, webhook_id, "person", context.now())
            rows.change(work, webhook_id, removed=context.now(), secret="", old_secret=None, old_until=None)
            journal.note(context, work, JournalKind.ADMIN_WEBHOOK_REMOVED, rows.facts(row), by)

    def _change(self, webhook_id: UUID, by: Actor, values: dict[str, Any], **told: Any) -> None:
        rights.require_scope(by, "incidents:write")
        with self._context.work() as work:
            row = rows.find(self._context, work, webhook_id, by, lock=True)
            rows.change(work, webhook_id, **values)
            self._note(work, row, by, **told)

    def _note(self, work: Any, row: AnyRow, by: Actor, **told: Any) -> None:
        journal.note(self._context, work, JournalKind.ADMIN_WEBHOOK_CHANGED, rows.facts(row, **told), by)

    def _address(self, typed: str) -> str:
        """The address, if it may be one. Whether its name leads to a public machine is seen when it is called."""
        address, networks = typed.strip(), self._context.settings.webhook_networks
        try:
            parts = urlsplit(address)
            host, _port = parts.hostname or "", parts.port
        except ValueError as error:
            raise BadValue(field="address", reason=Reason("this is no web address")) from error
        if len(address) > ADDRESS_CHARACTERS or not address.isascii() or not host or any(c.isspace() for c in address):
            raise BadValue(field="address", reason=Reason("this is no web address"))
        if parts.username or parts.password or parts.fragment:
            raise BadValue(field="address", reason=Reason("write it without user name, password and #"))
        if parts.scheme != "https" and not (parts.scheme == "http" and networks):
            raise BadValue(field="address", reason=Reason("it must begin with https://"))
        number = public_addresses.parsed(host)
        if number and not (public_addresses.is_public(number) or public_addresses.is_named(number, networks)):
            reason = Reason("internal addresses are not called; whoever runs this office can allow them")
            raise BadValue(field="address", reason=reason)
        return address

    def _view(self, work: Reading, row: AnyRow) -> WebhookView:
        unit = self._context.directory.tree().views[row.unit_id]
        in_force = row.old_until if row.old_until and row.old_until > self._context.now() else None
        return WebhookView(
            id=row.id,
            name=row.name,
            address=row.address,
            unit_code=unit.code,
            unit_name=unit.name,
            kinds=tuple(row.kinds),
            active=row.active,
            off_reason=row.off_reason,
            created=row.created,
            created_by=row.creator,
            failures=row.failures,
            failing_since=row.failing_since,
            old_until=in_force,
            waiting=_count(work, row.id, DeliveryState.WAITING, DeliveryState.SENT),
            failed=_count(work, row.id, DeliveryState.FAILED),
        )


def _query() -> Any:
    query = select(*Webhook.__table__.c, Person.name.label("creator"))
    return query.outerjoin(Person, Person.id == Webhook.created_by_id).where(Webhook.removed.is_(None))


def _count(work: Reading, webhook_id: UUID, *states: DeliveryState) -> int:
    few = (
        select(WebhookDelivery.id)
        .where(WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.state.in_(states))
        .limit(COUNTED)
        .subquery()
    )
    return work.scalar(select(func.count()).select_from(few)) or 0


def _named(typed: str) -> str:
    name = text.normalize_line(typed)
    if not name or len(name) > NAME_CHARACTERS:
        raise BadValue(field="name", reason=Reason("write 1 to %(limit)s characters", limit=NAME_CHARACTERS))
    return name


def _kinds(asked: Collection[str]) -> list[str]:
    unknown = sorted(set(asked) - set(KINDS))
    if unknown:
        raise BadValue(field="kinds", reason=Reason("there is no kind of event %(kind)s", kind=unknown[0]))
    return [str(kind) for kind in KINDS if kind in asked]
