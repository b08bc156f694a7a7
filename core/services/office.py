"""The office: every service a door may call, by name."""

from __future__ import annotations

from core.services.audit import Audit
from core.services.audit.holdings import Holdings
from core.services.audit.traces import Traces
from core.services.context.context import Context
from core.services.correspondence.arrivals import Arrivals
from core.services.correspondence.dispatches import Dispatches
from core.services.correspondence.register import LetterRegister
from core.services.correspondence.reports import LetterReports
from core.services.dossiers.documents import Documents
from core.services.dossiers.dossier_pages import DossierPages
from core.services.dossiers.notices import Notices
from core.services.dossiers.queries import Dossiers
from core.services.dossiers.service import ReceptionDesk
from core.services.dossiers.task_pages import TaskPages
from core.services.health import Health
from core.services.interventions.call_repairs import CallRepairs
from core.services.interventions.operations import Operations
from core.services.letter_changes.office_letters import OfficeLetters
from core.services.letter_changes.procedure_letters import ProcedureLetters
from core.services.letters.service import Letters
from core.services.migration.comparison import Comparison
from core.services.migration.jobs import MigrationJobs
from core.services.migration.moves import MigrationMoves
from core.services.migration.service import Migrations
from core.services.outside.breakers import Breakers
from core.services.outside.deliveries import Deliveries
from core.services.outside.inbound import Inbound
from core.services.outside.inbox import Inbox
from core.services.outside.letter_facts import LetterFacts
from core.services.outside.lookups import Lookups
from core.services.outside.manifests import Manifests
from core.services.outside.messages import Messages
from core.services.outside.order_books import OrderBooks
from core.services.outside.outbox import OutboxService
from core.services.outside.pace import Pace
from core.services.outside.parcel_changes import ParcelChanges
from core.services.outside.postage import Postage
from core.services.outside.postal_papers import PostalPapers
from core.services.outside.push import PushDevices
from core.services.outside.shipments import Shipments
from core.services.outside.signals import Signals
from core.services.outside.systems import OutsideSystems
from core.services.outside.timers import Timers
from core.services.outside.topics import Topics
from core.services.outside.untold import UntoldLetters
from core.services.payments.online import OnlinePayments
from core.services.payments.service import Payments
from core.services.people.accounts import Accounts
from core.services.people.factors import SecondFactors
from core.services.people.identities import Identities
from core.services.people.passwords import Passwords
from core.services.people.sessions import Sessions
from core.services.people.tokens import Tokens
from core.services.people.units import Units
from core.services.procedures.service import Procedures
from core.services.running.incidents import Incidents
from core.services.tasks.bell import Bell
from core.services.tasks.queue import Queue
from core.services.tasks.service import Tasks
from core.services.upkeep import Upkeep
from core.services.webhooks.deliveries import WebhookDeliveries
from core.services.webhooks.figures import WebhookCounts
from core.services.webhooks.log import WebhookLog
from core.services.webhooks.subscriptions import Webhooks


class Office:
    """Built by ``core.bootstrap``; holds no state of its own. Each attribute is one service: a noun with its verbs."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._add_people(context)
        self._add_dossiers(context)
        self._add_interventions(context)
        self._add_outside(context)
        self._add_evidence(context)

    def _add_people(self, context: Context) -> None:
        """Who works here, and how they prove who they are."""
        self.accounts = Accounts(context)
        self.passwords = Passwords(context)
        self.sessions = Sessions(context)
        self.second_factors = SecondFactors(context)
        self.identities = Identities(context)
        self.tokens = Tokens(context)
        self.units = Units(context)

    def _add_dossiers(self, context: Context) -> None:
        """Procedures, their dossiers and tasks, and what is written about them."""
        self.procedures = Procedures(context)
        self.reception = ReceptionDesk(context)
        self.dossiers = Dossiers(context)
        self.dossier_pages = DossierPages(context)
        self.documents = Documents(context)
        self.notices = Notices(context)
        self.letters = Letters(context)
        self.office_letters = OfficeLetters(context)
        self.procedure_letters = ProcedureLetters(context)
        self.tasks = Tasks(context)
        self.queue = Queue(context)
        self.bell = Bell(context)
        self.task_pages = TaskPages(context)
        self.payments = Payments(context)

    def _add_interventions(self, context: Context) -> None:
        """What leaves the ordinary way: faults, decisions by hand, other versions."""
        self.incidents = Incidents(context)
        self.operations = Operations(context)
        self.call_repairs = CallRepairs(context)
        self.comparison = Comparison(context)
        self.migrations = Migrations(context)
        self.migration_jobs = MigrationJobs(context)
        self.migration_moves = MigrationMoves(context)

    def _add_outside(self, context: Context) -> None:
        """What goes to other systems and comes from them."""
        self.outbox = OutboxService(context)
        self.topics = Topics(context)
        self.breakers = Breakers(context)
        self.pace = Pace(context)
        self.outside_systems = OutsideSystems(context)
        self.inbound = Inbound(context)
        self.inbox = Inbox(context)
        self.lookups = Lookups(context)
        self.messages = Messages(context)
        self.webhooks = Webhooks(context)
        self.webhook_log = WebhookLog(context)
        self.webhook_counts = WebhookCounts(context)
        self.webhook_deliveries = WebhookDeliveries(context)
        self.signals = Signals(context)
        self.order_books = OrderBooks(context)
        self.shipments = Shipments(context)
        self.postage = Postage(context)
        self.manifests = Manifests(context)
        self.postal_papers = PostalPapers(context)
        self.parcel_changes = ParcelChanges(context)
        self.deliveries = Deliveries(context)
        self.letter_facts = LetterFacts(context)
        self.untold = UntoldLetters(context)
        self.push = PushDevices(context)
        self.timers = Timers(context)
        self.online_payments = OnlinePayments(context)
        self.arrivals = Arrivals(context)
        self.dispatches = Dispatches(context)
        self.letter_reports = LetterReports(context)
        self.correspondence = LetterRegister(context)

    def _add_evidence(self, context: Context) -> None:
        """What is known of all this, and what keeps it in order."""
        self.audit = Audit(context)
        self.traces = Traces(context)
        self.holdings = Holdings(context)
        self.health = Health(context)
        self.upkeep = Upkeep(context)

    def require_database(self) -> None:
        """Connects once. Raises :class:`DatabaseAway` or :class:`SchemaMismatch`: for processes that would otherwise notice only
        at their first query."""
        with self.context.work.read() as work:
            work.connect()

    def close(self) -> None:
        """Writes what is still counted, and gives the database connections back."""
        self.inbound.close()
        self.context.work.dispose()
