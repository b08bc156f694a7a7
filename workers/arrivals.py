"""What a connector says of the messages that its system sends by itself: how they are signed, read and taken."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from core import jsontext
from core.limits import CALLBACK_BYTES
from workers import faults
from workers.context import WorkerContext
from workers.errors import Unreadable

if TYPE_CHECKING:
    from workers.signatures import Verify

Contents = TypeVar("Contents", bound=BaseModel)
#: Names in all objects of one message.
NAMES = 5_000


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """What a message says. ``external_id``: the other side's own name for it; the same twice is the same thing.

    ``message``, ``key`` and ``variables``: the message of a contract that it is; a source with a ``take`` of its own may call
    it as it likes and hold what it needs in ``variables``. ``fingerprint``: of what may not differ when the same thing is told
    again (:func:`same_facts`); empty: it may come again in any words. ``versions``: another fingerprint under the same name is a
    later version, offered as well; otherwise a contradiction, for a person.
    """

    external_id: str
    message: str
    key: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    fingerprint: str = ""
    versions: bool = False


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message on its way to whom it concerns. ``dossier``: the code of the one a person says it belongs to, if any."""

    source: str
    message: InboundMessage
    received: datetime
    dossier: str | None = None


#: Hands a message to whom it concerns and returns the codes of the dossiers. Doing it twice changes nothing more.
Take = Callable[[WorkerContext, Arrived], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Inbound:
    """One source of messages: the address ``/api/v1/callbacks/<name>``, or a feed.

    ``name`` begins with the connector's. ``read`` gives what the body says, or raises :class:`Unreadable`; it looks at nothing
    else. ``verify`` and ``secret`` (the setting that holds what the system signs with) open the address; a feed has neither.
    ``take``: None delivers the contract's message to the dossiers that wait for it; a function of the connector's own raises
    ``Declined`` or ``NothingWaiting`` for what concerns nothing here yet. ``answer``: what the system wants to hear. ``most``: bytes of a callback.
    """

    name: str
    read: Callable[[bytes], InboundMessage]
    verify: Verify | None = None
    secret: str = ""
    take: Take | None = None
    answer: Mapping[str, Any] = field(default_factory=lambda: {"received": True})
    most: int = CALLBACK_BYTES


def same_facts(*facts: Any) -> str:
    """A fingerprint of facts: the same in every zone and notation, another one as soon as one of them differs."""
    plain = [one.astimezone(UTC).isoformat() if isinstance(one, datetime) else one for one in facts]
    return hashlib.sha256(jsontext.canonical(plain)).hexdigest()


def contents(body: bytes, kind: type[Contents]) -> Contents:
    """A JSON body as a model of the connector. Raises :class:`Unreadable`, naming the first field that is wrong."""
    try:
        return kind.model_validate(jsontext.loads(body, most_names=NAMES))
    except jsontext.JsonInvalid as error:
        raise Unreadable(str(error)) from error
    except ValidationError as error:
        raise Unreadable(faults.first(error)) from error
