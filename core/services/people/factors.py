"""The second factor: time-based codes of an authenticator (RFC 6238), and recovery codes for the day it is lost.

A code counts once. The secret is kept encrypted, recovery codes as hashes; both need the office's secret key.
"""

from __future__ import annotations

import hmac
import unicodedata
from datetime import timedelta
from typing import Any
from uuid import UUID

import pyotp
from sqlalchemy import delete, func, insert, select, update

from core.db.models import Person, RecoveryCode, SecondFactor
from core.db.unit_of_work import Work
from core.domain import codes
from core.domain.identifiers import uuid7
from core.domain.journal import JournalKind
from core.errors.base import Reason
from core.errors.requests import BadValue
from core.errors.sign_in import FactorNeeded, FactorUnreadable, FactorWrong
from core.services.authorization import admin_scope, rights
from core.services.context import encryption
from core.services.context.context import Context
from core.services.evidence import journal
from core.services.people import actors, person_journal, sessions
from core.services.requests import rate_limits
from core.services.requests.rate_limits import RateLimit
from core.services.views.actors import Actor
from core.services.views.sign_in import FactorSetup, FactorView, SignInSession

STEP = 30
DRIFT = 1
"""Steps of time a phone's clock may be off, before and after."""
RECOVERY = 10
FRESH = timedelta(minutes=10)
"""Who has signed in just now is not asked for the password again."""
ISSUER = "Một Cửa"
_PURPOSE = "second factor"


class SecondFactors:
    """Set up, shown, removed."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def factor(self, session: SignInSession) -> FactorView:
        """The person's second factor as it stands."""
        with self._context.work.read() as work:
            row = work.scalar(select(SecondFactor).where(SecondFactor.person_id == session.actor.id))
            left = work.scalar(
                select(func.count()).where(RecoveryCode.person_id == session.actor.id, RecoveryCode.used.is_(None))
            )
        needed = actors.factor_needed(self._context, session.actor.roles)
        return FactorView(
            since=row.confirmed if row else None, begun=row is not None, codes_left=left or 0, needed=needed
        )

    def asks_for_password(self, session: SignInSession) -> bool:
        """Whether setting a factor up needs the password once more: an open desk must not be enough."""
        return session.by_password and session.begun <= self._context.now() - FRESH

    def begin_factor(self, session: SignInSession, password: str = "") -> FactorSetup:
        """A new secret, which asks for nothing until :meth:`confirm_factor`. Raises :class:`BadValue`."""
        context, by = self._context, session.actor
        if self.asks_for_password(session):
            self._check_password(session, password)
        secret = pyotp.random_base32()
        kept = encryption.encrypt(context.settings.secret_key, _PURPOSE, str(by.id), secret)
        with context.work() as work:
            if sessions.has_factor(work, _id(by)):
                raise BadValue(field="factor", reason=Reason("there is one already: remove it first"))
            work.session.execute(delete(SecondFactor).where(SecondFactor.person_id == by.id))
            work.session.execute(
                insert(SecondFactor),
                {"person_id": by.id, "secret": kept, "created": context.now(), "confirmed": None, "last_step": 0},
            )
        return _setup(by, secret)

    def begun_factor(self, session: SignInSession) -> FactorSetup | None:
        """The secret that waits to be confirmed, to show it again."""
        with self._context.work.read() as work:
            row = work.scalar(select(SecondFactor).where(SecondFactor.person_id == session.actor.id))
        if row is None or row.confirmed is not None:
            return None
        return _setup(session.actor, self._secret(row))

    def confirm_factor(self, session: SignInSession, code: str) -> list[str]:
        """The authenticator works: from now on it is asked for. The recovery codes, shown this once.

        Raises :class:`FactorWrong`, :class:`TooManyTries`.
        """
        context, by = self._context, session.actor
        own = RateLimit(f"factor-new:{by.id}", 10, 60.0)
        rate_limits.consume(context, own)
        with context.work() as work:
            row = work.scalar(select(SecondFactor).where(SecondFactor.person_id == by.id))
            if row is None or row.confirmed is not None or not self._code_counts(work, row, _plain(code)):
                raise FactorWrong()
            work.session.execute(
                update(SecondFactor).where(SecondFactor.person_id == by.id).values(confirmed=context.now())
            )
            made = self._new_codes(work, by)
            sessions.note_factor_shown(work, session.id)
            sessions.end_all(context, work, _id(by), but=session.id)
            journal.note(context, work, JournalKind.PERSON_FACTOR_SET, {"factor": "totp"}, by)
        rate_limits.refund(context, own)
        return made

    def show_factor(self, session: SignInSession, code: str, browser: str = "") -> None:
        """The second step of signing in. Raises :class:`FactorWrong`, :class:`TooManyTries`, :class:`FactorUnreadable`."""
        context, by = self._context, session.actor
        used = self._check(session, code, browser)
        with context.work() as work:
            sessions.note_factor_shown(work, session.id)
            facts = {"way": session.proof, "factor": used}
            journal.note(context, work, JournalKind.PERSON_LOGIN_SUCCEEDED, facts, by)

    def new_recovery_codes(self, session: SignInSession, code: str) -> list[str]:
        """Fresh recovery codes instead of the old ones, against a code of the authenticator."""
        self._check(session, code)
        with self._context.work() as work:
            journal.note(
                self._context, work, JournalKind.PERSON_FACTOR_SET, {"factor": "recovery codes"}, session.actor
            )
            return self._new_codes(work, session.actor)

    def remove_factor(self, session: SignInSession, code: str) -> None:
        """The person needs it no longer. Raises :class:`FactorNeeded` where a role in force asks for one."""
        context, by = self._context, session.actor
        if actors.factor_needed(context, by.roles):
            raise FactorNeeded()
        self._check(session, code)
        with context.work() as work:
            _delete(work, _id(by))
            facts = {"username": by.username, "factor": "totp"}
            journal.note(context, work, JournalKind.PERSON_FACTOR_REMOVED, facts, by)

    def reset_factor(self, username: str, by: Actor) -> None:
        """For a person whose authenticator and recovery codes are lost: removes both; all sessions end."""
        rights.require_role(by, "admin")
        context = self._context
        with context.work() as work:
            person = admin_scope.require_person(context, work, by, username)
            _delete(work, person.id)
            sessions.end_all(context, work, person.id)
            person_journal.note(context, work, JournalKind.PERSON_FACTOR_REMOVED, person, by, factor="totp")

    def _check(self, session: SignInSession, code: str, browser: str = "") -> str:
        """Which kind of code it was: ``totp`` or ``recovery``. Counted before it is looked at."""
        context, by = self._context, session.actor
        limits = _limits(by, browser)
        rate_limits.consume(context, *limits)
        plain = _plain(code)
        with context.work() as work:
            row = work.scalar(select(SecondFactor).where(SecondFactor.person_id == by.id))
            used = ""
            if row is not None and row.confirmed is not None:
                if self._code_counts(work, row, plain):
                    used = "totp"
                elif self._recovers(work, by, plain):
                    used = "recovery"
            if not used:
                facts = {"way": session.proof, "username": by.username, "reason": "factor"}
                journal.note(context, work, JournalKind.PERSON_LOGIN_FAILED, facts, by)
        if not used:
            raise FactorWrong()
        rate_limits.refund(context, *limits)
        return used

    def _code_counts(self, work: Work, row: SecondFactor, code: str) -> bool:
        """Whether it is the code of this moment, or of the one beside it, and was not used before. Uses it up."""
        now = int(self._context.now().timestamp()) // STEP
        generator = pyotp.TOTP(self._secret(row), interval=STEP)
        if not code.isascii() or not code.isdigit():
            return False
        for step in range(now - DRIFT, now + DRIFT + 1):
            if step > row.last_step and hmac.compare_digest(generator.generate_otp(step), code):
                taking = update(SecondFactor).where(
                    SecondFactor.person_id == row.person_id, SecondFactor.last_step < step
                )
                return bool(work.session.execute(taking.values(last_step=step).returning(SecondFactor.person_id)).all())
        return False

    def _recovers(self, work: Work, by: Actor, code: str) -> bool:
        taking = update(RecoveryCode).where(
            RecoveryCode.person_id == by.id, RecoveryCode.hash == self._hash(by, code), RecoveryCode.used.is_(None)
        )
        return bool(work.session.execute(taking.values(used=self._context.now()).returning(RecoveryCode.id)).all())

    def _new_codes(self, work: Work, by: Actor) -> list[str]:
        made = [codes.secret(10) for _ in range(RECOVERY)]
        work.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == by.id))
        rows = [{"id": uuid7(), "person_id": by.id, "hash": self._hash(by, code), "used": None} for code in made]
        work.session.execute(insert(RecoveryCode), rows)
        return [f"{code[:5]}-{code[5:]}" for code in made]

    def _hash(self, by: Actor, code: str) -> str:
        return codes.secret_hash(code, f"recovery of {by.id}", self._context.settings.secret_key)

    def _secret(self, row: SecondFactor) -> str:
        try:
            return encryption.decrypt(self._context.settings.secret_key, _PURPOSE, str(row.person_id), row.secret)
        except encryption.DecryptionFailed as error:
            raise FactorUnreadable() from error

    def _check_password(self, session: SignInSession, password: str) -> None:
        context, by = self._context, session.actor
        own = RateLimit(f"confirm:{by.id}", 10)
        rate_limits.consume(context, own)
        with context.work.read() as work:
            hashed = work.scalar(select(Person.password_hash).where(Person.id == by.id)) or ""
        if not context.passwords.matches(hashed, password):
            raise BadValue(field="password", reason=Reason("this is not the present password"))
        rate_limits.refund(context, own)


def _limits(by: Actor, browser: str) -> tuple[RateLimit, ...]:
    """Six digits are soon guessed, so a person has few tries; those in a browser the person has used before are counted
    apart from everybody else's."""
    if browser:
        return (RateLimit(f"factor:{by.id}:browser:{browser}", 5, 60.0),)
    return RateLimit(f"factor:{by.id}:from:{rate_limits.rate_limit_key(by.address)}", 5, 60.0), RateLimit(
        f"factor:{by.id}", 20, 180.0
    )


def _delete(work: Work, person: UUID) -> None:
    work.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person))
    work.session.execute(delete(SecondFactor).where(SecondFactor.person_id == person))


def _setup(by: Actor, secret: str) -> FactorSetup:
    uri = pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=by.username, issuer_name=ISSUER)
    return FactorSetup(secret=" ".join(secret[place : place + 4] for place in range(0, len(secret), 4)), uri=uri)


def _plain(code: str) -> str:
    """A code as people type and paste it."""
    return codes.normal_secret(unicodedata.normalize("NFKC", code))[:40]


def _id(by: Actor) -> Any:
    if by.id is None:
        raise ValueError("somebody without an account has no second factor")
    return by.id
