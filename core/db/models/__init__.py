"""The tables, one file a group of nouns. Importing this package is what makes the metadata complete."""

from core.db.base import Base
from core.db.models.dossiers import (
    CodeCounter,
    Document,
    Dossier,
    DossierState,
    DossierUnit,
    DossierWord,
    Event,
    Idempotency,
    Notice,
)
from core.db.models.inbound import InboundItem, InboundRefusal
from core.db.models.letters import Letter, LetterAttachment, LetterReport
from core.db.models.manifests import Manifest, ManifestLine
from core.db.models.migrations import Migration, MigrationItem
from core.db.models.office_texts import OfficeText
from core.db.models.outside import OutsideSystem, PausedTopic, SystemTopic
from core.db.models.payments import Payment, PaymentDifference, PaymentRequest
from core.db.models.people import ApiToken, Person, RoleAssignment, Unit, WorkingDay
from core.db.models.procedures import MessageStart, Procedure, ProcedureFile, ProcedureVersion
from core.db.models.push import PushSubscription
from core.db.models.signing_in import RecoveryCode, SecondFactor, StaffSession, TryBudget
from core.db.models.staff_notices import StaffNotice
from core.db.models.traces import Access, JournalEntry, JournalHead
from core.db.models.untold import Untold
from core.db.models.webhooks import OutgoingEvent, Webhook, WebhookDelivery
from core.db.models.work import (
    Audience,
    Incident,
    Outbox,
    Shipment,
    ShipmentEvent,
    Subscription,
    Task,
    Timer,
)

__all__ = [
    "Access",
    "ApiToken",
    "Audience",
    "Base",
    "CodeCounter",
    "Document",
    "Dossier",
    "DossierState",
    "DossierUnit",
    "DossierWord",
    "Event",
    "Idempotency",
    "InboundItem",
    "InboundRefusal",
    "Incident",
    "JournalEntry",
    "JournalHead",
    "Letter",
    "LetterAttachment",
    "LetterReport",
    "Manifest",
    "ManifestLine",
    "MessageStart",
    "Migration",
    "MigrationItem",
    "Notice",
    "OfficeText",
    "Outbox",
    "OutgoingEvent",
    "OutsideSystem",
    "PausedTopic",
    "Payment",
    "PaymentDifference",
    "PaymentRequest",
    "Person",
    "Procedure",
    "ProcedureFile",
    "ProcedureVersion",
    "PushSubscription",
    "RecoveryCode",
    "RoleAssignment",
    "SecondFactor",
    "Shipment",
    "ShipmentEvent",
    "StaffNotice",
    "StaffSession",
    "Subscription",
    "SystemTopic",
    "Task",
    "Timer",
    "TryBudget",
    "Unit",
    "Untold",
    "Webhook",
    "WebhookDelivery",
    "WorkingDay",
]
