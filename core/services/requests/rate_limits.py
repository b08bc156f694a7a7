"""A rate limiter for tries at secrets (GCRA, the generic cell rate algorithm), shared by all processes through the database.

Of each key one number is stored: its *theoretical arrival time* (the column ``ahead``), the time at which all its tries are
available again. A try moves it ``wait`` seconds further; it is refused if it would lie more than ``most * wait`` seconds in
the future, the burst tolerance. One statement counts and decides, *before* the secret is looked at: of tries that come at
the same time no more are evaluated than are left. After a right secret the try is refunded. Only a keyed hash of a
``subject`` is stored, because people type passwords where names belong.

Who is counted together, so that wrong tries of one person are no weapon against another:

- a name at an address: whoever guesses at one account from one address runs out of tries there, and only there;
- a name in a browser that has signed in with it before: out of reach of everybody who does not have that browser;
- an address: only to limit the work it can cause; far more than an office's slips come to, and soon available again.

Two global counters, of a name tried from everywhere and of an address that tries every name, refuse nobody. While one of
them is more than half full, each unknown browser has fewer tries (``tries_under_attack``) but never none: the right person
gets in from anywhere.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from sqlalchemy import ColumnElement, case, delete, or_, update

from core.db.base import table_of
from core.db.models import TryBudget
from core.db.unit_of_work import Work
from core.db.upserts import insert_into
from core.errors.requests import TooManyTries
from core.services.context.context import Context

#: Seconds until one try at a secret is available again: ten in a quarter of an hour.
WAIT = 90.0
#: Seconds; larger than the burst tolerance of every limit. An arrival time further ahead was written by a wrong clock.
LARGEST_TOLERANCE = 7200.0
_TABLE = table_of(TryBudget)
_ARRIVAL = _TABLE.c.ahead


@dataclass(frozen=True, slots=True)
class RateLimit:
    """``most`` tries at ``subject`` at once; then one every ``wait`` seconds."""

    subject: str
    most: int
    wait: float = WAIT

    @property
    def tolerance(self) -> float:
        """Burst tolerance of the GCRA limiter, in seconds."""
        return self.most * self.wait


@dataclass(frozen=True, slots=True)
class AttemptCounter:
    """Counts the tries at ``subject`` and refuses none; it is full at ``most``, and one is forgotten every ``wait`` seconds."""

    subject: str
    most: int
    wait: float = WAIT


def rate_limit_key(address: str) -> str:
    """What of an IP address is counted: IPv4 whole, of IPv6 the /64 prefix, since its owner chooses the rest."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped) if mapped else f"{int(found) >> 64:016x}"
    return str(found)


def consume(
    context: Context,
    limit: RateLimit,
    *more: RateLimit,
    global_counters: Iterable[AttemptCounter] = (),
    tries_under_attack: int = 3,
) -> None:
    """Counts one try against every limit, or against none. Raises :class:`TooManyTries` with the seconds to wait.

    ``global_counters`` count the try as well; while one of them is more than half full, ``limit`` has only
    ``tries_under_attack`` tries.
    """
    now = context.now().timestamp()
    with context.work() as work:
        # Everybody locks the rows in the order given, counters first, so that two never wait for each other.
        under_attack = [_count(work, context, counter, now) for counter in global_counters]
        first = RateLimit(limit.subject, tries_under_attack, limit.wait) if any(under_attack) else limit
        for one in (first, *more):
            _consume(work, context, one, now)


def refund(
    context: Context, limit: RateLimit, *more: RateLimit, global_counters: Iterable[AttemptCounter] = ()
) -> None:
    """After a right secret: ``limit`` has all its tries again, and this try no longer counts in the others."""
    with context.work() as work:
        # In the order of :func:`consume`, so that two never wait for each other.
        for counter in global_counters:
            _uncount(work, context, counter)
        work.session.execute(delete(TryBudget).where(TryBudget.subject == _key(context, limit.subject)))
        for one in more:
            _uncount(work, context, one)


def _uncount(work: Work, context: Context, one: RateLimit | AttemptCounter) -> None:
    work.session.execute(
        update(_TABLE).where(_TABLE.c.subject == _key(context, one.subject)).values(ahead=_ARRIVAL - one.wait)
    )


def delete_expired(context: Context, work: Work) -> None:
    """Deletes the rows of keys that have all their tries again, and those a wrong clock wrote."""
    now = context.now().timestamp()
    work.session.execute(delete(TryBudget).where(or_(TryBudget.ahead < now, TryBudget.ahead > now + LARGEST_TOLERANCE)))


def _count(work: Work, context: Context, counter: AttemptCounter, now: float) -> bool:
    """Counts a try; whether the counter is more than half full."""
    full = now + counter.most * counter.wait
    moved = _arrival_or(now) + counter.wait
    first = insert_into(work, _TABLE).values(subject=_key(context, counter.subject), ahead=now + counter.wait)
    statement = first.on_conflict_do_update(
        index_elements=["subject"], set_={"ahead": case((moved > full, full), else_=moved)}
    ).returning(_ARRIVAL)
    return bool(work.session.execute(statement).scalar_one() > now + counter.most * counter.wait / 2)


def _consume(work: Work, context: Context, limit: RateLimit, now: float) -> None:
    key = _key(context, limit.subject)
    statement = (
        insert_into(work, _TABLE)
        .values(subject=key, ahead=now + limit.wait)
        .on_conflict_do_update(
            index_elements=["subject"],
            set_={"ahead": _arrival_or(now) + limit.wait},
            where=_arrival_or(now) + limit.wait <= now + limit.tolerance,
        )
    )
    if work.session.execute(statement.returning(_ARRIVAL)).first() is None:
        arrival = work.execute(_TABLE.select().where(TryBudget.subject == key)).one().ahead
        raise TooManyTries(seconds=max(1.0, arrival + limit.wait - limit.tolerance - now))


def _arrival_or(now: float) -> ColumnElement[float]:
    """The stored arrival time if it lies ahead, else ``now``; one that a wrong clock wrote is ignored."""
    return case((now + LARGEST_TOLERANCE < _ARRIVAL, now), (now < _ARRIVAL, _ARRIVAL), else_=now)


def _key(context: Context, subject: str) -> str:
    secret = context.settings.secret_key.encode()
    return hmac.new(secret, subject.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()
