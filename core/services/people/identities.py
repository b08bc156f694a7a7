"""People who sign in elsewhere: which account at the provider is whose here. Rights are given here, never taken from there.

The first sign-in links by a claim that holds the user name; from then on only the provider's ``sub`` counts, which is
nobody else's ever. A name that comes back with another ``sub`` is somebody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from core.db.models import Person, SecondFactor, StaffSession
from core.db.unit_of_work import Work
from core.domain import text
from core.domain.journal import JournalKind
from core.errors.base import Reason
from core.errors.requests import BadValue
from core.errors.sign_in import IdentityUnknown, ProviderAway
from core.ports import SignInRequest
from core.services.authorization import admin_scope, rights
from core.services.context.context import Context
from core.services.evidence import journal
from core.services.people import actors, person_journal, sessions
from core.services.views.actors import Actor
from core.services.views.sign_in import SignInMethodsView

LONGEST = 255  # of a subject, by the standard
LINKED_ONLY = "sub"


class Identities:
    """Signing in with the provider, and the links to it."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def begin_elsewhere(self, redirect: str) -> SignInRequest:
        """Sends somebody to the provider. Raises :class:`ProviderAway`, also where there is none."""
        if self._context.provider is None:
            raise ProviderAway()
        return self._context.provider.begin(redirect)

    def finish_elsewhere(
        self, redirect: str, code: str, issuer: str | None, pending: SignInRequest, address: str
    ) -> Actor:
        """Who has come back. Raises :class:`IdentityUnknown`, :class:`SignInUnfinished`, :class:`ProviderAway`."""
        context = self._context
        if context.provider is None:
            raise ProviderAway()
        claims = context.provider.finish(redirect, code, issuer, pending)
        with context.work() as work:
            person = self._person(work, claims, address)
            if person is None:
                somebody = Actor("person", None, "", "", address=address)
                facts = {"way": "oidc", "reason": "nobody is linked"}
                journal.note(context, work, JournalKind.PERSON_LOGIN_FAILED, facts, somebody)
        if person is None:
            raise IdentityUnknown()
        with context.work.read() as work:
            return actors.of_person(context, work, person.id, address)

    def access(self, username: str, by: Actor) -> SignInMethodsView:
        """How a person gets in, for the administrators."""
        rights.require_role(by, "admin")
        context = self._context
        with context.work.read() as work:
            person = admin_scope.require_person(context, work, by, username)
            since = work.scalar(select(SecondFactor.confirmed).where(SecondFactor.person_id == person.id))
            open_ = select(StaffSession.id).where(
                StaffSession.person_id == person.id, *sessions.in_force(context, context.now())
            )
            count = len(work.scalars(open_).all())
        return SignInMethodsView(
            factor_since=since,
            subject=person.subject,
            must_change=person.must_change,
            passwords_until=person.passwords_until,
            sessions=count,
        )

    def link_identity(self, username: str, subject: str, by: Actor) -> None:
        """Links a person with the account ``subject`` at the provider. Raises :class:`BadValue`."""
        rights.require_role(by, "admin")
        context, subject = self._context, subject.strip()
        if not 0 < len(subject) <= LONGEST or not subject.isprintable():
            raise BadValue(field="subject", reason=Reason("use 1 to %(limit)s characters", limit=LONGEST))
        try:
            with context.work() as work:
                person = admin_scope.require_person(context, work, by, username)
                work.session.execute(update(Person).where(Person.id == person.id).values(subject=subject))
                sessions.end_all(context, work, person.id)
                person_journal.note(context, work, JournalKind.ADMIN_IDENTITY_LINKED, person, by, subject=subject)
        except IntegrityError:
            raise BadValue(field="subject", reason=Reason("somebody else is linked with it")) from None

    def unlink_identity(self, username: str, by: Actor) -> None:
        """The person is linked with nobody at the provider; sessions end."""
        rights.require_role(by, "admin")
        context = self._context
        with context.work() as work:
            person = admin_scope.require_person(context, work, by, username)
            if person.subject is None:
                return
            work.session.execute(update(Person).where(Person.id == person.id).values(subject=None))
            sessions.end_all(context, work, person.id)
            told = {"subject": person.subject}
            person_journal.note(context, work, JournalKind.ADMIN_IDENTITY_UNLINKED, person, by, **told)

    def _person(self, work: Work, claims: Mapping[str, Any], address: str) -> Person | None:
        """The person these claims are about, linked if this is the first time; ``None`` for nobody who may work here."""
        subject = claims.get("sub")
        if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST:
            return None
        linked = work.scalar(select(Person).where(Person.subject == subject))
        if linked is not None:
            return linked if linked.active else None
        name = self._name(claims)
        if not name:
            return None
        taking = update(Person).where(Person.username == name, Person.subject.is_(None), Person.active.is_(True))
        if not work.session.execute(taking.values(subject=subject).returning(Person.id)).all():
            return None
        person = work.scalars(select(Person).where(Person.username == name)).one()
        somebody = Actor("person", person.id, person.username, person.name, address=address)
        person_journal.note(self._context, work, JournalKind.PERSON_IDENTITY_LINKED, person, somebody, subject=subject)
        return person

    def _name(self, claims: Mapping[str, Any]) -> str:
        claim = self._context.settings.oidc_claim
        found = claims.get(claim)
        if claim == LINKED_ONLY or not isinstance(found, str):
            return ""
        if claim == "email" and claims.get("email_verified") is not True:
            return ""  # anybody can write a mailbox into a profile
        return text.username(found)
