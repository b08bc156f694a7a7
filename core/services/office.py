"""The office: every service a door may call, by name."""

from __future__ import annotations

from functools import cached_property

from core.services.accounts import Accounts as People
from core.services.audit import Audit
from core.services.documents import Documents
from core.services.dossier_reading import DossierReading
from core.services.dossiers import Dossiers as Reception
from core.services.factors import Factors
from core.services.health import Health
from core.services.holdings import Holdings
from core.services.identities import Identities
from core.services.incidents import Incidents
from core.services.messages import Messages
from core.services.migration_jobs import MigrationJobs
from core.services.migration_moves import MovingBack
from core.services.migrations import Migrations as MigrationOrders
from core.services.operations import Operations
from core.services.outbox import OutboxService
from core.services.passwords import Passwords
from core.services.procedures import Procedures
from core.services.queue import Queue
from core.services.seed import Seed
from core.services.sessions import Sessions
from core.services.shipments import Shipments
from core.services.signals import Signals
from core.services.tasks import Tasks as TaskVerbs
from core.services.timers import Timers
from core.services.tokens import Tokens
from core.services.traces import Traces
from core.services.units import Units
from core.services.upkeep import Upkeep
from core.services.version_comparison import Comparing
from core.services.world import World


class Accounts(People, Passwords, Sessions, Tokens, Factors, Identities):
    """Who somebody is and how it is proved: people and roles, passwords, sessions, second factors, machines' tokens."""


class Dossiers(Reception, DossierReading):
    """What is done with dossiers, and what is read of them."""


class Tasks(TaskVerbs, Queue):
    """What is done with tasks, and the lists of them."""


class Migrations(Comparing, MigrationOrders, MigrationJobs, MovingBack):
    """Versions compared, migrations ordered and run, and the jobs that carry them out."""


class Office:
    """Built by ``core.bootstrap``; holds no state of its own."""

    def __init__(self, world: World) -> None:
        self.world = world

    @cached_property
    def accounts(self) -> Accounts:
        return Accounts(self.world)

    @cached_property
    def units(self) -> Units:
        return Units(self.world)

    @cached_property
    def procedures(self) -> Procedures:
        return Procedures(self.world)

    @cached_property
    def dossiers(self) -> Dossiers:
        return Dossiers(self.world)

    @cached_property
    def tasks(self) -> Tasks:
        return Tasks(self.world)

    @cached_property
    def documents(self) -> Documents:
        return Documents(self.world)

    @cached_property
    def messages(self) -> Messages:
        return Messages(self.world)

    @cached_property
    def signals(self) -> Signals:
        return Signals(self.world)

    @cached_property
    def incidents(self) -> Incidents:
        return Incidents(self.world)

    @cached_property
    def migrations(self) -> Migrations:
        return Migrations(self.world)

    @cached_property
    def operations(self) -> Operations:
        return Operations(self.world)

    @cached_property
    def audit(self) -> Audit:
        return Audit(self.world)

    @cached_property
    def traces(self) -> Traces:
        return Traces(self.world)

    @cached_property
    def holdings(self) -> Holdings:
        return Holdings(self.world)

    @cached_property
    def outbox(self) -> OutboxService:
        return OutboxService(self.world)

    @cached_property
    def timers(self) -> Timers:
        return Timers(self.world)

    @cached_property
    def shipments(self) -> Shipments:
        return Shipments(self.world)

    @cached_property
    def upkeep(self) -> Upkeep:
        return Upkeep(self.world)

    @cached_property
    def seed(self) -> Seed:
        return Seed(self)

    def health(self) -> dict[str, str]:
        """Each check and ``ok``, or what is wrong."""
        return Health(self.world).checks()

    def require_database(self) -> None:
        """Raises what a database says that is away or another release's, for those who would only find out later."""
        with self.world.work.read() as work:
            _ = work.core

    def require_fit(self) -> None:
        """Raises what keeps the office from starting, and what may be over soon (:class:`Passing`)."""
        Health(self.world).require()

    def close(self) -> None:
        """Gives the database connections back."""
        self.world.work.dispose()
