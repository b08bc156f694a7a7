"""Takes what other systems send by themselves: opens the doors for it, and offers each item to those it concerns.

An item stands alone: what cannot be taken is parked for a person, and the next one is looked at. Doing an item twice
changes nothing, because the office knows each by its identity.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import structlog
from pydantic import BaseModel
from redis import Redis

from core.errors.base import CoreError
from core.errors.database import ServiceUnavailable
from core.errors.dossiers import CannotAdvance, NothingWaiting
from core.errors.requests import KeyReused
from core.ports import Arrival, CallbackDoor
from core.settings import Settings
from core.storable_text import is_storable
from workers import registry
from workers.arrivals import Arrived, Inbound
from workers.callbacks import deliver
from workers.context import WorkerContext
from workers.errors import ContractBroken, Declined, OutsideError, Unreadable

if TYPE_CHECKING:
    from core.services.views.inbound import InboundJob

#: Items taken in one turn; the next turn goes on.
BATCH = 200
ID_CHARACTERS = 200
#: Stands in what is kept where a message held the secret itself.
BLANK = b"***"
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SourceDoor:
    """Where the messages of one source come in. ``secrets``: what they may be signed with."""

    source: Inbound
    secrets: tuple[str, ...]

    @property
    def answer(self) -> Mapping[str, Any]:
        """See :class:`core.ports.CallbackDoor`."""
        return self.source.answer

    @property
    def most(self) -> int:
        """See :class:`core.ports.CallbackDoor`."""
        return self.source.most

    def verify(self, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
        """See :class:`core.ports.CallbackDoor`."""
        assert self.source.verify is not None
        self.source.verify(headers, body, self.secrets, now)

    def kept(self, body: bytes) -> bytes:
        """See :class:`core.ports.CallbackDoor`."""
        for secret in self.secrets:
            body = body.replace(secret.encode(), BLANK)
        return body

    def read(self, body: bytes) -> Arrival:
        """See :class:`core.ports.CallbackDoor`."""
        return arrival(self.source, body)


def doors(settings: Settings) -> dict[str, CallbackDoor]:
    """Source → its door, of those that have a secret: without one nobody could tell who sends."""
    found: dict[str, CallbackDoor] = {}
    for source in registry.inbound().values():
        secrets = str(getattr(settings, source.secret, "")) if source.verify else ""
        if secrets:
            found[source.name] = SourceDoor(source, tuple(secrets.split(",")))
    return found


def arrival(source: Inbound, body: bytes) -> Arrival:
    """What an item is. One that cannot be read is kept all the same, under the hash of what came."""
    try:
        found = source.read(body)
    except Exception as error:  # noqa: BLE001 - whatever stands in it: it is kept, and looked at again by the workers
        if not isinstance(error, Unreadable):
            _log.exception("inbound_reader_fault", source=source.name)
        return Arrival(_hash(body))
    return Arrival(identity(found.external_id), found.message, found.key, found.fingerprint, found.versions)


def keep(ctx: WorkerContext, source: Inbound, item: BaseModel) -> bool:
    """Keeps an item of a feed for :func:`process`; ``False`` where it was kept before."""
    raw = item.model_dump_json(by_alias=True).encode()
    return ctx.office.inbound.keep(source.name, "feed", arrival(source, raw), raw)


def process(ctx: WorkerContext, _redis: Redis) -> int:
    """Offers the items that are due to those they concern; returns how many were taken."""
    taken = 0
    for _ in range(BATCH):
        item = ctx.office.inbound.take_next()
        if item is None:
            break
        with structlog.contextvars.bound_contextvars(source=item.source, item=item.external_id):
            taken += _offered(ctx, item)
    return taken


def _offered(ctx: WorkerContext, item: InboundJob) -> bool:
    """Whether the item was taken; what it could not be taken for is noted."""
    inbound = ctx.office.inbound
    try:
        inbound.taken(item, _take(ctx, item))
    except ServiceUnavailable:
        raise  # the database is away: the item is free again in a moment
    except KeyReused:
        inbound.taken(item)  # the same fact came before in other words
    except Exception as error:  # noqa: BLE001 - whatever it is concerns this item alone
        why = _why(error, ctx.settings.language)
        inbound.not_taken(item, why.code, why.detail, again=why.again)
    else:
        return True
    return False


def _take(ctx: WorkerContext, item: InboundJob) -> Iterable[str]:
    source = registry.inbound().get(item.source)
    if source is None:
        raise Declined("source-gone", again=True)
    raw = ctx.office.inbound.contents(item)
    if raw is None:
        raise Declined("not-given")
    found = source.read(raw)
    arrived = Arrived(item.source, found, item.received, item.dossier)
    if source.take is not None:
        return source.take(ctx, arrived)
    return deliver(ctx, found.message, found.key, found.variables, f"{found.message}:{found.external_id}", item.dossier)


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Why an item was not taken. ``again``: the same may succeed later."""

    code: str
    detail: str
    again: bool


def _why(error: Exception, language: str) -> NotTaken:
    if isinstance(error, NothingWaiting):
        return NotTaken("unmatched", "", again=True)
    if isinstance(error, Declined):
        return NotTaken(error.code, error.detail, error.again)
    if isinstance(error, Unreadable):
        return NotTaken("unreadable", error.text(language), again=False)
    if isinstance(error, ContractBroken):
        return NotTaken("contract", str(error), again=False)
    if isinstance(error, CannotAdvance):
        return NotTaken("stopped", str(error.params["incident"]), again=False)
    if isinstance(error, OutsideError):
        return NotTaken("outside", error.redacted(language), again=error.retry)
    if isinstance(error, CoreError):
        return NotTaken("refused", error.redacted, again=False)
    reference = uuid4().hex[:8]
    _log.error("inbound_fault", reference=reference, exc_info=error)
    return NotTaken("fault", reference, again=True)


def _hash(body: bytes) -> str:
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


def identity(external_id: str) -> str:
    """The other side's name for an item, as it can be kept."""
    if external_id and len(external_id) <= ID_CHARACTERS and is_storable(external_id):
        return external_id
    return _hash(external_id.encode(errors="surrogatepass"))
