"""The office's journal as evidence: events of people, tokens, procedures and the office that belong to no single dossier.

Hashed like the history of a dossier, in one chain per installation. The set of kinds is closed, and each declares its facts;
the journal contains no personal data of applicants.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from core.domain.history import Facts, check_facts

#: takes the place of the dossier's code in the hashed contents, so that an entry cannot be moved into a dossier's history
CHAIN: Final = "journal"


class JournalKind(StrEnum):
    """``source.subject.action``. A kind that ever left a release is never renamed."""

    PERSON_LOGIN_SUCCEEDED = "person.login.succeeded"
    PERSON_LOGIN_FAILED = "person.login.failed"
    PERSON_LOGOUT = "person.session.ended"
    PERSON_PASSWORD_CHANGED = "person.password.changed"
    PERSON_FACTOR_SET = "person.factor.set"
    PERSON_FACTOR_REMOVED = "person.factor.removed"
    PERSON_TOKEN_CREATED = "person.token.created"  # for a program of one's own
    PERSON_TOKEN_REVOKED = "person.token.revoked"
    PERSON_IDENTITY_LINKED = "person.identity.linked"  # with the account at the sign-in provider
    MACHINE_TOKEN_FIRST_USED = "machine.token.first-used"
    ADMIN_PERSON_CREATED = "admin.person.created"
    ADMIN_PERSON_CLOSED = "admin.person.closed"
    ADMIN_PERSON_REOPENED = "admin.person.reopened"
    ADMIN_PASSWORD_RESET = "admin.password.reset"
    ADMIN_IDENTITY_LINKED = "admin.identity.linked"
    ADMIN_IDENTITY_UNLINKED = "admin.identity.unlinked"
    ADMIN_PASSWORD_ALLOWED = "admin.password.allowed"  # for some hours, where local passwords are off
    ADMIN_ROLE_GRANTED = "admin.role.granted"
    ADMIN_ROLE_REVOKED = "admin.role.revoked"
    ADMIN_TOKEN_CREATED = "admin.token.created"
    ADMIN_TOKEN_REVOKED = "admin.token.revoked"
    ADMIN_UNIT_CREATED = "admin.unit.created"
    ADMIN_INCIDENT_RETRIED = "admin.incident.retried"
    ADMIN_INCIDENT_SETTLED = "admin.incident.settled"  # in another way than by trying again
    ADMIN_INBOUND_RETRIED = "admin.inbound.retried"
    ADMIN_INBOUND_ASSIGNED = "admin.inbound.assigned"
    ADMIN_INBOUND_SET_ASIDE = "admin.inbound.set-aside"
    ADMIN_WEBHOOK_CREATED = "admin.webhook.created"
    ADMIN_WEBHOOK_CHANGED = "admin.webhook.changed"
    ADMIN_WEBHOOK_REMOVED = "admin.webhook.removed"
    ADMIN_WEBHOOK_REPLAYED = "admin.webhook.replayed"
    ADMIN_LETTER_CHANGED = "admin.letter.changed"  # one of the office's own
    ADMIN_TOPIC_PAUSED = "admin.topic.paused"
    ADMIN_TOPIC_RESUMED = "admin.topic.resumed"
    ADMIN_MIGRATION_STARTED = "admin.migration.started"
    ADMIN_MIGRATION_HELD = "admin.migration.held"
    ADMIN_MIGRATION_CANCELLED = "admin.migration.cancelled"
    CLERK_PAYMENT_SETTLED = "clerk.payment.settled"  # money of no dossier
    CLERK_LETTER_ANSWERED = "clerk.letter.answered"  # one that belongs to no dossier
    DESIGNER_MIGRATION_ORDERED = "designer.migration.ordered"
    DESIGNER_PROCEDURE_DEPLOYED = "designer.procedure.deployed"
    AUDITOR_HISTORIES_VERIFIED = "auditor.histories.verified"
    SYSTEM_OFFICE_SEEDED = "system.office.seeded"
    SYSTEM_WEBHOOK_FAILED = "system.webhook.failed"  # gave an event up, the first since it last worked
    SYSTEM_WEBHOOK_STOPPED = "system.webhook.stopped"  # switched off by itself
    SYSTEM_PAPER_CHANGED = "system.paper.changed"
    SYSTEM_CODES_COUNTED = "system.codes.counted"
    SYSTEM_ACCESSES_COUNTED = "system.accesses.counted"


def _facts(required: str, optional: str = "") -> Facts:
    return Facts(frozenset(required.split()), frozenset(optional.split()))


_PERSON: Final = _facts("username", "reason")
_ROLE: Final = _facts("username role unit", "starts ends reason")
_IDENTITY: Final = _facts("username subject")
_TOKEN: Final = _facts("token name username", "scopes expires reason")
_MIGRATION: Final = _facts("migration procedure source target", "reason paused dossiers")
#: ``change``: kinds | secret | on | off
_WEBHOOK: Final = _facts("webhook name address", "unit kinds change to reason")
#: ``username`` is the person concerned; who did it is the entry's actor.
PAYLOADS: Final[Mapping[JournalKind, Facts]] = {
    JournalKind.PERSON_LOGIN_SUCCEEDED: _facts("way", "factor"),
    # The user name only if it exists: people type passwords into that field.
    JournalKind.PERSON_LOGIN_FAILED: _facts("way", "username reason"),
    JournalKind.PERSON_LOGOUT: _facts("", "reason"),
    JournalKind.PERSON_PASSWORD_CHANGED: _facts("", "reason mark"),
    JournalKind.PERSON_FACTOR_SET: _facts("", "factor"),
    JournalKind.PERSON_FACTOR_REMOVED: _facts("username", "factor reason"),
    JournalKind.PERSON_TOKEN_CREATED: _TOKEN,
    JournalKind.PERSON_TOKEN_REVOKED: _TOKEN,
    JournalKind.PERSON_IDENTITY_LINKED: _IDENTITY,
    JournalKind.MACHINE_TOKEN_FIRST_USED: _TOKEN,
    JournalKind.ADMIN_PERSON_CREATED: _facts("username name", "email mark"),
    JournalKind.ADMIN_PERSON_CLOSED: _PERSON,
    JournalKind.ADMIN_PERSON_REOPENED: _PERSON,
    JournalKind.ADMIN_PASSWORD_RESET: _facts("username", "reason mark"),
    JournalKind.ADMIN_IDENTITY_LINKED: _IDENTITY,
    JournalKind.ADMIN_IDENTITY_UNLINKED: _IDENTITY,
    JournalKind.ADMIN_PASSWORD_ALLOWED: _facts("username hours"),
    JournalKind.ADMIN_ROLE_GRANTED: _ROLE,
    JournalKind.ADMIN_ROLE_REVOKED: _ROLE,
    JournalKind.ADMIN_TOKEN_CREATED: _TOKEN,
    JournalKind.ADMIN_TOKEN_REVOKED: _TOKEN,
    JournalKind.ADMIN_UNIT_CREATED: _facts("code name kind", "parent"),
    JournalKind.ADMIN_INCIDENT_RETRIED: _facts("incident dossier kind", "element topic"),
    JournalKind.ADMIN_INCIDENT_SETTLED: _facts("incident dossier kind settlement", "element topic"),
    JournalKind.ADMIN_INBOUND_RETRIED: _facts("items"),
    JournalKind.ADMIN_INBOUND_ASSIGNED: _facts("items dossier"),
    JournalKind.ADMIN_INBOUND_SET_ASIDE: _facts("items reason"),
    JournalKind.ADMIN_WEBHOOK_CREATED: _WEBHOOK,
    JournalKind.ADMIN_WEBHOOK_CHANGED: _WEBHOOK,
    JournalKind.ADMIN_WEBHOOK_REMOVED: _WEBHOOK,
    JournalKind.ADMIN_WEBHOOK_REPLAYED: _facts("webhook name address events", "since until"),
    # ``sha256`` of the text; none where the letter went back to the shipped one
    JournalKind.ADMIN_LETTER_CHANGED: _facts("letter number reason", "sha256"),
    JournalKind.ADMIN_TOPIC_PAUSED: _facts("topic reason"),
    JournalKind.ADMIN_TOPIC_RESUMED: _facts("topic since", "reason"),
    JournalKind.ADMIN_MIGRATION_STARTED: _MIGRATION,
    JournalKind.ADMIN_MIGRATION_HELD: _MIGRATION,
    JournalKind.ADMIN_MIGRATION_CANCELLED: _MIGRATION,
    JournalKind.CLERK_PAYMENT_SETTLED: _facts("difference reference"),
    JournalKind.CLERK_LETTER_ANSWERED: _facts("letter code organ status", "reason"),
    JournalKind.DESIGNER_MIGRATION_ORDERED: _MIGRATION,
    JournalKind.DESIGNER_PROCEDURE_DEPLOYED: _facts("procedure version sha256", "files reason"),
    JournalKind.AUDITOR_HISTORIES_VERIFIED: _facts("dossiers broken"),
    JournalKind.SYSTEM_OFFICE_SEEDED: _facts("accounts procedures"),
    JournalKind.SYSTEM_WEBHOOK_FAILED: _WEBHOOK,
    JournalKind.SYSTEM_WEBHOOK_STOPPED: _WEBHOOK,
    JournalKind.SYSTEM_PAPER_CHANGED: _facts("dossier document sha256 found"),
    JournalKind.SYSTEM_CODES_COUNTED: _facts("day last"),
    # ``since``: the access log of earlier days was deleted, as the setting says
    JournalKind.SYSTEM_ACCESSES_COUNTED: _facts("day lines sha256 since"),
}


def password_mark(password_hash: str) -> str:
    """What an entry records of a stored password hash, so that a replaced one is noticed."""
    return hashlib.sha256(password_hash.encode()).hexdigest()


def check(kind: JournalKind, payload: Mapping[str, Any]) -> None:
    """Raises ``ValueError`` unless the payload has exactly the facts its kind declares."""
    check_facts(kind, PAYLOADS[kind], payload)
