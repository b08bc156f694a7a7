"""Whether the office can work: what the probes, ``motcua doctor`` and the administration page show."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import func, select

from core.db import schema
from core.db.faults import translate_db_errors
from core.db.models import Outbox, OutsideSystem, PausedTopic, SystemTopic
from core.domain import office_time
from core.domain.roles import LABELS
from core.domain.states import CallState
from core.errors.base import CoreError, Reason
from core.errors.database import SchemaMismatch
from core.errors.settings import SettingInvalid
from core.ports import ScannerAway
from core.services.context.context import Context
from core.services.people.role_catalogue import custom_roles
from core.services.running.call_gates import MAY_GO
from core.storable_text import shortened

FINE: Final = "ok"
#: Without these nobody can be served; without a relay the doors still work, and what they decide waits.
NEEDED: Final = frozenset({"database", "migrations", "blobs"})
#: Told to people, and no reason to call the office unwell: it works, by rules that are good enough.
NOTICES: Final = frozenset({"calendar", "working days", "connectors", "outside systems", "paused topics"})
#: Of these, what anybody may read.
OPEN: Final = frozenset({"calendar", "working days"})
#: a call that is due for longer shows that no relay runs
OVERDUE: Final = timedelta(minutes=2)
AHEAD: Final = timedelta(days=30)  # most of the due dates promised today lie within it
#: the checks that read tables, and so need the right schema
READ_TABLES: Final = ("relay", "outside systems", "paused topics", "calendar", "working days")
NAMED: Final = 5  # of the wrong days, at most
UNKNOWN: Final = Reason("unknown")


def ready(checks: dict[str, str]) -> bool:
    """Whether people can be served."""
    return all(checks[name] == FINE for name in NEEDED)


def well(checks: dict[str, str]) -> bool:
    """Whether nothing needs mending."""
    return all(found == FINE for name, found in checks.items() if name not in NOTICES)


def public(checks: dict[str, str]) -> dict[str, str]:
    """The checks as anybody may read them: sentences without facts about the machine; of the others only that the check failed."""
    return {
        name: found if found == FINE or name in OPEN or getattr(found, "params", None) == {} else "failed"
        for name, found in checks.items()
    }


class Health:
    """Looks, and changes nothing."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def checks(self) -> dict[str, str]:
        """Each check and ``ok``, or a sentence on what is wrong."""
        found = self._database()
        return {**found, **self._behind(found), "blobs": self._context.blobs.problem() or FINE, **self._scanner()}

    def _behind(self, found: dict[str, str]) -> dict[str, str]:
        """Queue, worker and relay, where this process can look at them; where the database found a fault already, that stays."""
        if self._context.worker_health is None:
            return {}
        return {
            name: text
            for name, text in self._context.worker_health().items()
            if found.get(name, FINE) in (FINE, UNKNOWN)
        }

    def _scanner(self) -> dict[str, str]:
        """The virus scanner, where there is one."""
        if self._context.scanner is None:
            return {}
        try:
            self._context.scanner.ping()
        except ScannerAway as error:
            return {"scanner": Reason("the virus scanner gives no verdict (%(why)s)", why=str(error))}
        return {"scanner": FINE}

    def require(self) -> None:
        """Returns if the office can start on its database.

        Raises :class:`OperatorActionNeeded` or :class:`SettingInvalid` where it cannot, and another
        :class:`ServiceUnavailable` while the database is away, which need not stop a start.
        """
        self._fits()
        if unknown := self._unknown_role():
            raise SettingInvalid(name="MOTCUA_SECOND_FACTOR_ROLES", reason=unknown)

    def _fits(self) -> None:
        with translate_db_errors():
            schema.require_current(schema.revision(self._context.work.engine))

    def _database(self) -> dict[str, str]:
        try:
            self._fits()
            found = {"relay": self._relay(), "outside systems": self._outside(), "paused topics": self._paused()}
            days = {"calendar": self._calendar(), "working days": self._working_days()}
            return {"database": FINE, "migrations": FINE, **found, **days, **self._roles()}
        except SchemaMismatch as error:
            return {"database": FINE, "migrations": Reason(error.template), **self._unseen(*READ_TABLES)}
        except CoreError as error:
            return {"database": Reason(error.template), **self._unseen("migrations", *READ_TABLES)}

    def _unseen(self, *names: str) -> dict[str, str]:
        return dict.fromkeys(names, UNKNOWN)

    def _roles(self) -> dict[str, str]:
        """The roles that need a second factor, where some are named."""
        if not self._context.settings.second_factor_roles:
            return {}
        return {"second factor": self._unknown_role() or FINE}

    def _unknown_role(self) -> Reason | None:
        """What is wrong with the roles that need a second factor: one that nobody can hold protects nobody."""
        named = {name.strip() for name in self._context.settings.second_factor_roles.split(",")} - {"", "*"}
        unusual = named - LABELS.keys()
        if not unusual:
            return None
        with self._context.work.read() as work:
            unknown = sorted(unusual - custom_roles(self._context, work))
        if not unknown:
            return None
        return Reason(
            "there is no role “%(role)s”: use one of %(list)s, or a role that a procedure names",
            role=unknown[0],
            list=", ".join(LABELS),
        )

    def _relay(self) -> str:
        """Calls that should have been handed over long ago mean that no relay runs."""
        before = self._context.now() - OVERDUE
        with self._context.work.read() as work:
            waiting = work.scalar(
                select(func.count()).where(Outbox.state == CallState.READY, Outbox.next_attempt < before, MAY_GO)
            )
        return Reason("%(count)s calls wait for a relay", count=waiting) if waiting else FINE

    def _outside(self) -> str:
        """The systems whose last calls failed: those that do not serve, else those that refuse."""
        connected = OutsideSystem.name.in_(select(SystemTopic.system))
        query = select(OutsideSystem.name, OutsideSystem.opened).where(OutsideSystem.failures > 0, connected)
        with self._context.work.read() as work:
            failing = work.execute(query.order_by(OutsideSystem.name)).all()
        if broken := [row.name for row in failing if row.opened is not None]:
            return Reason(
                "%(systems)s does not serve; its calls wait, and one at a time tries it", systems=", ".join(broken)
            )
        if failing:
            return Reason("the last calls to %(systems)s failed", systems=", ".join(row.name for row in failing))
        return FINE

    def _paused(self) -> str:
        """The topics whose calls wait because an administrator said so."""
        with self._context.work.read() as work:
            topics = work.scalars(select(PausedTopic.topic).order_by(PausedTopic.topic)).all()
        if not topics:
            return FINE
        return Reason("calls of %(topics)s wait until an administrator lets them go", topics=", ".join(topics))

    def _calendar(self) -> str:
        """Whether the Government's decisions are known for the days that dues fall on now."""
        now = office_time.local(self._context.now())
        unknown = [
            year for year in range(now.year, (now + AHEAD).year + 1) if not self._context.calendars.decided(year)
        ]
        if not unknown:
            return FINE
        return Reason(
            "the days off and make-up days the Government decided for %(years)s are not entered; "
            "dues are counted by the rules of the Labour Code",
            years=", ".join(map(str, unknown)),
        )

    def _working_days(self) -> str:
        """Whether what people entered in the working calendar by hand can be understood."""
        wrong = self._context.calendars.wrong()
        if not wrong:
            return FINE
        return Reason(
            "what the table working_day says of %(days)s is not understood and passed over (%(count)s rows); "
            "the kind is off, work or half, the day as in 2027-01-02",
            days=", ".join(shortened(day) for day in wrong[:NAMED]),
            count=len(wrong),
        )
