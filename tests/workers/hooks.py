"""Webhooks of an office under test, and what the relay and the workers do for them at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.webhooks import DeliveryView, NewWebhook
from core.settings import Settings
from tests.support import offices
from tests.workers import procedures
from tests.workers.receivers import Receiver
from workers import context as contexts
from workers import jobs
from workers.context import WorkerContext

HERE = "127.0.0.0/8"
PLAIN = procedures.diagram("notify.send", inputs={"to": '"applicant"', "template": '"status"'})


@dataclass
class Told:
    """An office with a webhook, and the other side of it."""

    ctx: WorkerContext
    other: Receiver
    id: UUID
    secret: str

    @property
    def office(self) -> Office:
        return self.ctx.office

    def turn(self) -> int:
        """What the relay and the workers do at once; returns how many deliveries were tried."""
        due = self.office.webhook_deliveries.due(100)
        for one in due:
            jobs.webhook(str(one.id))
        return len(due)

    def page(self, state: str = "all") -> list[DeliveryView]:
        """Its deliveries, the newest first."""
        return self.office.webhook_log.page(self.id, SYSTEM, state).items


@contextmanager
def hooking(demo: Office, settings: Settings) -> Iterator[WorkerContext]:
    """The same office, on the same database and clock, with webhooks to this machine allowed."""
    allowed = settings.but(webhook_networks=HERE)
    with offices.opened(allowed, demo.context.clock) as office:
        yield contexts.set_current(WorkerContext(office, allowed))
    contexts._current.clear()


def hooked(ctx: WorkerContext, other: Receiver, unit: str = "H99.05", kinds: tuple[str, ...] = ()) -> Told:
    """A webhook that leads to a receiver."""
    new = NewWebhook(name="Cổng của huyện", address=other.url, unit=unit, kinds=kinds)
    return Told(ctx, other, *ctx.office.webhooks.create_webhook(new, SYSTEM))


def received(office: Office) -> str:
    """The code of a new dossier, whose history has one event."""
    procedures.deploy(office, PLAIN)
    return procedures.receive(office).code
