"""Local passwords: checked, changed by their owner, reset by an administrator."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID

from sqlalchemy import select, update

from core.db.models import Person
from core.domain import text
from core.domain.journal import JournalKind, password_mark
from core.errors.base import Reason
from core.errors.requests import BadValue
from core.errors.rights import Forbidden
from core.errors.sign_in import LoginFailed, PasswordsOff
from core.services.authorization import admin_scope, rights
from core.services.context.context import Context
from core.services.evidence import journal
from core.services.people import actors, person_journal, sessions, tokens
from core.services.people.password_rules import check_password
from core.services.requests import rate_limits
from core.services.requests.rate_limits import AttemptCounter, RateLimit
from core.services.views.actors import Actor
from core.services.views.sign_in import SignInSession

TRIES = 10
#: Limit per address (an office may share one), to cap password hashing; one try is available again every second.
TRIES_PER_ADDRESS = 300


@dataclass(frozen=True, slots=True)
class _SignInLimits:
    """What a try to sign in is counted against: ``own`` first, ``more`` besides; ``counters`` count and refuse nobody."""

    own: RateLimit
    more: tuple[RateLimit, ...] = ()
    counters: tuple[AttemptCounter, ...] = ()


class Passwords:
    """Checks and changes local passwords."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @cached_property
    def _decoy(self) -> str:
        """Checked when the user name is unknown, so that the answer takes as long as for a known one."""
        return self._context.passwords.hash(secrets.token_hex(8))

    def authenticate(self, username: str, password: str, address: str, browser: str = "") -> Actor:
        """The person with this password.

        ``browser``: the mark of a browser in which this person has signed in before, if it has one. Raises
        :class:`LoginFailed`, :class:`TooManyTries`.
        """
        context, name = self._context, text.username(username)
        limits = _limits(name, rate_limits.rate_limit_key(address), browser)
        rate_limits.consume(context, limits.own, *limits.more, global_counters=limits.counters)
        with context.work.read() as work:
            person = work.scalar(select(Person).where(Person.username == name))
        hashed = person.password_hash if person else self._decoy
        right = context.passwords.matches(hashed, password)
        if not right or person is None or not person.active or not self._passwords_enabled_for(person):
            self._record_failure(person, address)
            raise LoginFailed() if context.settings.passwords else PasswordsOff()
        rate_limits.refund(context, limits.own, *limits.more, global_counters=limits.counters)
        with context.work.read() as work:
            return actors.of_person(context, work, person.id, address)

    def set_password(self, username: str, password: str, by: Actor, must_change: bool = True) -> None:
        """A new first password, which its owner must change; every session and every token of the person ends."""
        rights.require_role(by, "admin")
        context = self._context
        with context.work() as work:
            person = admin_scope.require_person(context, work, by, username)
            self._check_strength(password, "password", person.username, person.name, person.email or "")
            changed = {"password_hash": context.passwords.hash(password), "must_change": must_change}
            work.session.execute(update(Person).where(Person.id == person.id).values(**changed))
            sessions.end_all(context, work, person.id)
            tokens.end_all(context, work, person.id)
            mark = password_mark(str(changed["password_hash"]))
            person_journal.note(context, work, JournalKind.ADMIN_PASSWORD_RESET, person, by, mark=mark)

    def change_own_password(self, old: str, new: str, again: str, session: SignInSession) -> None:
        """The person's own new password; the other sessions end. Raises :class:`BadValue`, :class:`TooManyTries`."""
        context, by = self._context, session.actor
        own = RateLimit(f"confirm:{by.id}", TRIES)
        rate_limits.consume(context, own)
        with context.work.read() as work:
            found = select(Person.password_hash, Person.email).where(Person.id == by.id)
            hashed, email = work.execute(found).one_or_none() or (None, None)
        if not context.passwords.matches(hashed or self._decoy, old):
            raise BadValue(field="old", reason=Reason("this is not the present password"))
        rate_limits.refund(context, own)
        self._check_strength(new, "new", by.username, by.name, email or "")
        if new == old:
            raise BadValue(field="new", reason=Reason("use another one than the present"))
        if again != new:
            raise BadValue(field="again", reason=Reason("this is not the same as the new password"))
        with context.work() as work:
            changed = {"password_hash": context.passwords.hash(new), "must_change": False}
            mark = password_mark(str(changed["password_hash"]))
            work.session.execute(update(Person).where(Person.id == by.id).values(**changed))
            sessions.end_all(context, work, _id_of(by), but=session.id)
            journal.note(context, work, JournalKind.PERSON_PASSWORD_CHANGED, {"mark": mark}, by)

    def allow_password_temporarily(self, username: str, hours: int, by: Actor) -> datetime:
        """Break-glass access: enables this person's local password for ``hours`` while the identity provider is down.

        No effect where local passwords are on. For operators at the command line. Returns when it ends.
        """
        if by.kind != "system":
            raise Forbidden(role="admin")
        until = self._context.now() + timedelta(hours=hours)
        with self._context.work() as work:
            person = admin_scope.require_person(self._context, work, by, username)
            work.session.execute(update(Person).where(Person.id == person.id).values(passwords_until=until))
            person_journal.note(self._context, work, JournalKind.ADMIN_PASSWORD_ALLOWED, person, by, hours=hours)
        return until

    def _check_strength(self, password: str, field: str, *person: str) -> None:
        check_password(password, field, person, self._context.directory.tree().names())

    def _passwords_enabled_for(self, person: Person) -> bool:
        """Whether local passwords are on, for everybody or for this person for a time."""
        if self._context.settings.passwords:
            return True
        return person.passwords_until is not None and person.passwords_until > self._context.now()

    def _record_failure(self, person: Person | None, address: str) -> None:
        """Notes whose account was tried. A name that nobody has is not noted: it may be a password typed in the wrong field."""
        context, somebody = self._context, Actor("person", None, "", "", address=address)
        facts = {"way": "password"} | ({"username": person.username} if person else {})
        with context.work() as work:
            unit = person_journal.unit_of(context, work, person) if person else None
            journal.note(context, work, JournalKind.PERSON_LOGIN_FAILED, facts, somebody, unit)


def _limits(name: str, client: str, browser: str) -> _SignInLimits:
    """``client``: the address as it is counted; ``browser``: the mark of a browser the person has signed in with before."""
    if browser:
        return _SignInLimits(RateLimit(f"login:{name}:browser:{browser}", TRIES))
    return _SignInLimits(
        own=RateLimit(f"login:{name}:from:{client}", TRIES),
        more=(RateLimit(f"login-work:{client}", TRIES_PER_ADDRESS, 1.0),),
        counters=(AttemptCounter(f"login:{name}", 60), AttemptCounter(f"login-from:{client}", 100, 9.0)),
    )


def _id_of(by: Actor) -> UUID:
    if by.id is None:
        raise ValueError("somebody without an account has no password")
    return by.id
