"""Sessions of people at browsers: rows on the server, so that one that has ended is over for every copy of its cookie.

A browser holds a random key, the database its hash. A session ends when the person signs out, when it was not used for a
while, after so many hours in any case, and with a new password, a closed account or a changed second factor.
"""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.exc import OperationalError

from core.db.models import SecondFactor, StaffSession
from core.db.reading import Reading
from core.db.unit_of_work import Work
from core.domain.identifiers import uuid7
from core.domain.journal import JournalKind
from core.errors.requests import NotFound
from core.services.context.context import Context
from core.services.evidence import journal
from core.services.people import actors
from core.services.people.actors import LAST_USE_PRECISION
from core.services.views.actors import Actor
from core.services.views.sign_in import WITH_FACTOR, SessionView, SignInSession


class Sessions:
    """Begins, finds and ends sessions."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def begin_session(self, actor: Actor, proof: str, browser: str = "") -> str:
        """A new session for somebody who has just shown ``proof`` (``password`` or ``oidc``); the key for the browser."""
        context, key, now = self._context, secrets.token_urlsafe(32), self._context.now()
        row: dict[str, Any] = {
            "id": uuid7(),
            "person_id": actor.id,
            "hash": _hash(key),
            "proof": proof,
            "begun": now,
            "seen": now,
            "ends": now + timedelta(hours=context.settings.session_hours),
            "address": actor.address,
            "browser": browser[:200],
        }
        with context.work() as work:
            work.session.add(StaffSession(**row))
            if not asked_for_factor(context, proof, has_factor(work, row["person_id"])):
                journal.note(context, work, JournalKind.PERSON_LOGIN_SUCCEEDED, {"way": proof}, actor)
        return key

    def resolve(self, key: str, address: str = "") -> SignInSession | None:
        """The session of a browser's key, with the roles its person holds now; ``None`` when it has ended."""
        context = self._context
        with context.work.read() as work:
            found = actors.of_session(context, work, _hash(key), address)
        if found is not None and found.seen <= context.now() - LAST_USE_PRECISION:
            self._note_use(found.id)
        return found

    def end_session(self, key: str, by: Actor | None = None) -> None:
        """The person signs out."""
        with self._context.work() as work:
            rows = work.session.execute(
                update(StaffSession)
                .where(StaffSession.hash == _hash(key), StaffSession.ended.is_(None))
                .values(ended=self._context.now())
                .returning(StaffSession.id)
            ).all()
            if rows and by is not None:
                journal.note(self._context, work, JournalKind.PERSON_LOGOUT, {"reason": "signed out"}, by)

    def sessions(self, session: SignInSession) -> list[SessionView]:
        """The person's own sessions in force, the newest use first."""
        now = self._context.now()
        query = (
            select(StaffSession)
            .where(StaffSession.person_id == session.actor.id, *in_force(self._context, now))
            .order_by(StaffSession.seen.desc(), StaffSession.id)
        )
        with self._context.work.read() as work:
            return [
                SessionView(
                    id=one.id,
                    begun=one.begun,
                    seen=one.seen,
                    ends=one.ends,
                    address=one.address,
                    browser=one.browser,
                    current=one.id == session.id,
                )
                for one in work.scalars(query)
            ]

    def end_own(self, session: UUID, by: Actor) -> None:
        """Ends one of the person's own sessions. Raises :class:`NotFound`."""
        with self._context.work() as work:
            ended = work.session.execute(
                update(StaffSession)
                .where(StaffSession.id == session, StaffSession.person_id == by.id, StaffSession.ended.is_(None))
                .values(ended=self._context.now())
                .returning(StaffSession.id)
            ).all()
            if not ended:
                raise NotFound(what="Session", name=str(session))
            journal.note(self._context, work, JournalKind.PERSON_LOGOUT, {"reason": "ended from elsewhere"}, by)

    def _note_use(self, session: UUID) -> None:
        now = self._context.now()
        with suppress(OperationalError), self._context.work() as work:  # only the time of use is lost
            work.session.execute(
                update(StaffSession)
                .where(StaffSession.id == session, StaffSession.seen <= now - LAST_USE_PRECISION)
                .values(seen=now)
            )


def in_force(context: Context, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Conditions of a session that has not ended."""
    idle = now - timedelta(minutes=context.settings.session_idle_minutes)
    return (StaffSession.ended.is_(None), StaffSession.ends > now, StaffSession.seen > idle)


def end_all(context: Context, work: Work, person: UUID, but: UUID | None = None) -> None:
    """Ends every session of a person, except one."""
    ending = update(StaffSession).where(StaffSession.person_id == person, StaffSession.ended.is_(None))
    if but is not None:
        ending = ending.where(StaffSession.id != but)
    work.session.execute(ending.values(ended=context.now()))


def note_factor_shown(work: Work, session: UUID) -> None:
    """Notes that the second factor was shown in this session."""
    work.session.execute(
        update(StaffSession)
        .where(StaffSession.id == session, StaffSession.proof.not_like(f"%{WITH_FACTOR}"))
        .values(proof=StaffSession.proof + WITH_FACTOR)
    )


def asked_for_factor(context: Context, proof: str, has_one: bool) -> bool:
    """Whether somebody who signed in with ``proof`` must then show the second factor set up here."""
    return has_one and (proof == "password" or (proof == "oidc" and not context.settings.oidc_second_factor))


def has_factor(work: Reading, person: UUID) -> bool:
    """Whether the person's second factor is in use."""
    query = select(SecondFactor.person_id).where(SecondFactor.person_id == person, SecondFactor.confirmed.is_not(None))
    return work.execute(query).first() is not None


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()
