"""The office: every service a door may call, by name."""

from __future__ import annotations

from core.services.audit import Audit
from core.services.audit.holdings import Holdings
from core.services.audit.traces import Traces
from core.services.context.context import World
from core.services.dossiers.documents import Documents
from core.services.dossiers.reading import Dossiers
from core.services.dossiers.service import ReceptionDesk
from core.services.health import Health
from core.services.migration.comparison import Comparison
from core.services.migration.jobs import MigrationJobs
from core.services.migration.moves import MigrationMoves
from core.services.migration.operations import Operations
from core.services.migration.service import Migrations
from core.services.outside.messages import Messages
from core.services.outside.outbox import OutboxService
from core.services.outside.shipments import Shipments
from core.services.outside.signals import Signals
from core.services.outside.timers import Timers
from core.services.people.accounts import Accounts
from core.services.people.factors import SecondFactors
from core.services.people.identities import Identities
from core.services.people.passwords import Passwords
from core.services.people.sessions import Sessions
from core.services.people.tokens import Tokens
from core.services.people.units import Units
from core.services.procedures.service import Procedures
from core.services.running.incidents import Incidents
from core.services.tasks.queue import Queue
from core.services.tasks.service import Tasks
from core.services.upkeep import Upkeep


class Office:
    """Built by ``core.bootstrap``; holds no state of its own. Each attribute is one service: a noun with its verbs."""

    def __init__(self, world: World) -> None:
        self.world = world
        # People, and how they prove who they are.
        self.accounts = Accounts(world)
        self.passwords = Passwords(world)
        self.sessions = Sessions(world)
        self.second_factors = SecondFactors(world)
        self.identities = Identities(world)
        self.tokens = Tokens(world)
        self.units = Units(world)
        # What the office works on.
        self.procedures = Procedures(world)
        self.reception = ReceptionDesk(world)
        self.dossiers = Dossiers(world)
        self.documents = Documents(world)
        self.tasks = Tasks(world)
        self.queue = Queue(world)
        self.incidents = Incidents(world)
        self.operations = Operations(world)
        # Running dossiers on their way to another version.
        self.comparison = Comparison(world)
        self.migrations = Migrations(world)
        self.migration_jobs = MigrationJobs(world)
        self.migration_moves = MigrationMoves(world)
        # The world outside, and time.
        self.outbox = OutboxService(world)
        self.messages = Messages(world)
        self.signals = Signals(world)
        self.shipments = Shipments(world)
        self.timers = Timers(world)
        # Evidence, and the house itself.
        self.audit = Audit(world)
        self.traces = Traces(world)
        self.holdings = Holdings(world)
        self.health = Health(world)
        self.upkeep = Upkeep(world)

    def require_database(self) -> None:
        """Raises what a database says that is away or another release's, for those who would only find out later."""
        with self.world.work.read() as work:
            _ = work.core

    def close(self) -> None:
        """Gives the database connections back."""
        self.world.work.dispose()
