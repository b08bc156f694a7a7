"""Counts tries at secrets, so that guessing is slow and nobody is locked out by somebody else's guesses.

A try is counted *before* the secret is looked at, by one statement that counts and decides: of tries that come at the same
time no more are evaluated than are left. What turns out right is given back. Each :class:`Budget` is a number of tries that
come back one by one; only its ``subject`` is stored, as a hash, because people type passwords where names belong.

Who is counted together, so that wrong tries of one are no weapon against another:

- a name at an address: whoever guesses at one account from one place runs out there, and only there;
- a name in a browser that has signed in with it before: out of reach of everybody who does not have that browser;
- an address: only to bound the work somebody can cause; far above what an office's slips come to, and soon back.

A name tried from everywhere, and an address that tries everything, leave fewer tries to each unknown browser
(:func:`strained`) but never none: the right person gets in from anywhere.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Any

from sqlalchemy import case, delete, or_, update

from core.db.base import table_of
from core.db.models import TryBudget
from core.db.unit_of_work import Work
from core.db.upserts import insert_into
from core.errors.requests import TooManyTries
from core.services.context.context import Context

WAIT = 90.0
"""Seconds until one try at a secret is back: ten in a quarter of an hour."""
BEYOND = 7200.0
"""Further ahead than any budget reaches, in seconds."""
_TABLE = table_of(TryBudget)
_AHEAD = _TABLE.c.ahead


@dataclass(frozen=True, slots=True)
class Budget:
    """``most`` tries at ``subject`` at once, of which one is back every ``wait`` seconds."""

    subject: str
    most: int
    wait: float = WAIT

    @property
    def room(self) -> float:
        """How far tries may run ahead of time, in seconds."""
        return self.most * self.wait


@dataclass(frozen=True, slots=True)
class Meter:
    """Counts the tries at ``subject`` and refuses none; ``most`` is where it stops counting."""

    subject: str
    most: int
    wait: float = WAIT


def place(address: str) -> str:
    """Who an address is, as far as counting goes: of IPv6 the first half, for the second is the owner's to choose."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped) if mapped else f"{int(found) >> 64:016x}"
    return str(found)


def take(
    context: Context, budget: Budget, *more: Budget, strain: tuple[Meter, ...] = (), under_strain: int = 3
) -> None:
    """Counts one try in every budget, or in none. Raises :class:`TooManyTries` with the seconds to wait.

    ``strain``: meters that count the try as well; where one of them is more than half full, ``budget`` has only
    ``under_strain`` tries.
    """
    now = context.now().timestamp()
    with context.work() as work:
        # Everybody takes them in the order given, meters first, so that two never wait for each other.
        strained = [_counted(work, context, meter, now) for meter in strain]
        first = Budget(budget.subject, under_strain, budget.wait) if any(strained) else budget
        for one in (first, *more):
            _taken(work, context, one, now)


def give_back(context: Context, budget: Budget, *more: Budget | Meter) -> None:
    """After a right secret: the first budget is whole again, and the try no longer counts in the others."""
    with context.work() as work:
        # In the order of :func:`take`, so that two never wait for each other.
        for meter in [one for one in more if isinstance(one, Meter)]:
            _lessen(work, context, meter)
        work.session.execute(delete(TryBudget).where(TryBudget.subject == _key(context, budget.subject)))
        for one in [one for one in more if isinstance(one, Budget)]:
            _lessen(work, context, one)


def _lessen(work: Work, context: Context, one: Budget | Meter) -> None:
    work.session.execute(
        update(_TABLE).where(_TABLE.c.subject == _key(context, one.subject)).values(ahead=_AHEAD - one.wait)
    )


def forget_old(context: Context, work: Work) -> None:
    """Deletes what has all its tries back, and what a clock that went wrong counted."""
    now = context.now().timestamp()
    work.session.execute(delete(TryBudget).where(or_(TryBudget.ahead < now, TryBudget.ahead > now + BEYOND)))


def _counted(work: Work, context: Context, meter: Meter, now: float) -> bool:
    """Counts a try; whether the meter is more than half full."""
    full = now + meter.most * meter.wait
    moved = _later(now) + meter.wait
    first = insert_into(work, _TABLE).values(subject=_key(context, meter.subject), ahead=now + meter.wait)
    statement = first.on_conflict_do_update(
        index_elements=["subject"], set_={"ahead": case((moved > full, full), else_=moved)}
    ).returning(_AHEAD)
    return bool(work.session.execute(statement).scalar_one() > now + meter.most * meter.wait / 2)


def _taken(work: Work, context: Context, budget: Budget, now: float) -> None:
    key = _key(context, budget.subject)
    statement = (
        insert_into(work, _TABLE)
        .values(subject=key, ahead=now + budget.wait)
        .on_conflict_do_update(
            index_elements=["subject"],
            set_={"ahead": _later(now) + budget.wait},
            where=_later(now) + budget.wait <= now + budget.room,
        )
    )
    if work.session.execute(statement.returning(_AHEAD)).first() is None:
        ahead = work.execute(_TABLE.select().where(TryBudget.subject == key)).one().ahead
        raise TooManyTries(seconds=max(1.0, ahead + budget.wait - budget.room - now))


def _later(now: float) -> Any:
    """Where the next try is counted from. What lies further ahead than any budget reaches was counted by a clock that
    went wrong, and is forgotten."""
    return case((now + BEYOND < _AHEAD, now), (now < _AHEAD, _AHEAD), else_=now)


def _key(context: Context, subject: str) -> str:
    secret = context.settings.secret_key.encode()
    return hmac.new(secret, subject.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()
