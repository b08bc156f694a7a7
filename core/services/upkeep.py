"""What is done as time passes: old answers, uploads, sessions and lines of the access log are deleted; days that are over are
counted and sealed."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from sqlalchemy import delete, select

from core import jsontext
from core.db.models import Access, CodeCounter, Document, Idempotency, JournalEntry, StaffSession
from core.db.unit_of_work import Work
from core.domain import codes
from core.domain.journal import JournalKind
from core.services.context.context import Context
from core.services.evidence import access_days, journal
from core.services.outside import inbox, push
from core.services.requests import rate_limits
from core.services.tasks import bell
from core.services.views.actors import SYSTEM
from core.services.webhooks import log as webhook_log

ANSWERS = timedelta(days=7)
LOOSE_PAPERS = timedelta(days=2)
SESSIONS = timedelta(days=30)
#: after midnight, until whoever received a dossier in the last moment of a day has committed
SETTLED = timedelta(hours=1)


class Upkeep:
    """Called by the schedule once an hour."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def sweep(self) -> None:
        """Deletes what was kept long enough; counts the days that are over and seals their lines of the access log.

        Kept are: answers to requests with an idempotency key for a week, papers uploaded for a dossier that was never opened
        for two days, sessions for a month after their end, lines of the access log, messages of
        other systems and events for webhooks as long as the settings say.
        """
        now = self._context.now()
        kept = timedelta(days=self._context.settings.access_log_days)
        access_days.seal_days(self._context, codes.local_day(now - SETTLED))
        with self._context.work() as work:
            work.session.execute(delete(Idempotency).where(Idempotency.at < now - ANSWERS))
            work.session.execute(
                delete(Document).where(Document.dossier_id.is_(None), Document.added < now - LOOSE_PAPERS)
            )
            work.session.execute(delete(StaffSession).where(StaffSession.ends < now - SESSIONS))
            rate_limits.delete_expired(self._context, work)
            inbox.let_go(self._context, work)
            push.let_go(self._context, work)
            bell.let_go(self._context, work)
            webhook_log.let_go(self._context, work, now - timedelta(days=self._context.settings.webhook_days))
            work.session.execute(delete(Access).where(Access.at < now - kept))
            self._count_days(work, codes.local_day(now - SETTLED))

    def _count_days(self, work: Work, today: date) -> None:
        """Notes in the journal how many numbers each unit gave out on days that are over: from then on a missing one is noticed."""
        counted = (
            select(JournalEntry.payload)
            .where(JournalEntry.kind == JournalKind.SYSTEM_CODES_COUNTED)
            .order_by(JournalEntry.seq.desc())
            .limit(1)
        )
        last = work.scalar(counted)
        query = select(*CodeCounter.__table__.c).where(CodeCounter.day < today)
        if last is not None:
            query = query.where(CodeCounter.day > date.fromisoformat(jsontext.loads(last)["day"]))
        given: dict[date, dict[str, int]] = defaultdict(dict)
        for row in work.execute(query.order_by(CodeCounter.day, CodeCounter.unit_code)):
            given[row.day][row.unit_code] = row.last
        for day, numbers in given.items():
            facts = {"day": day.isoformat(), "last": numbers}
            journal.note(self._context, work, JournalKind.SYSTEM_CODES_COUNTED, facts, SYSTEM)
