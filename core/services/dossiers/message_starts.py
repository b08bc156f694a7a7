"""How a message opens a dossier: which procedures it begins, and what its variables must say.

``applicant`` (name, identityNumber, phone, email, address, tellBy, language), ``unit`` (a code), ``channel``, ``returnBy``, ``dueBy`` (a
moment, ISO 8601 with an offset) and ``data``, what the form of reception holds, are what a dossier is opened with. Of all other variables it takes what the
output mappings of its start event name. Where a dossier threw the message, applicant and way of return are that dossier's unless
the message says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from core.db.models import Dossier, MessageStart, Procedure
from core.db.reading import Reading
from core.db.unit_of_work import Work
from core.errors.forms import FieldError, FormInvalid
from core.services.cases import cases
from core.services.cases.cases import Case
from core.services.context.context import Context
from core.services.context.versions import Version
from core.services.dossiers.opening import DossierOpening, ProcessStart
from core.services.views.actors import Actor
from core.services.views.dossiers import POST_SERVICES, Applicant, Reception

OWN = frozenset({"applicant", "unit", "channel", "returnBy", "postService", "dueBy", "data"})
APPLICANT = {
    "name": "name",
    "identityNumber": "identity_number",
    "phone": "phone",
    "email": "email",
    "address": "address",
    "tellBy": "tell_by",
    "language": "language",
}


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """A message that may open dossiers. ``origin``: code of the dossier that threw it, after so many ``hops``."""

    name: str
    variables: Mapping[str, Any]
    origin: str | None = None
    hops: int = 0


class MessageListener(NamedTuple):
    """A version that begins with a message, and the element at which it begins."""

    version_id: UUID
    element: str


def listening(work: Reading, name: str) -> list[MessageListener]:
    """The newest versions that begin with a message of this name, one a procedure."""
    found = (
        select(MessageStart.version_id, MessageStart.element)
        .join(Procedure, Procedure.current_id == MessageStart.version_id)
        .where(MessageStart.name == name)
        .order_by(Procedure.code)
    )
    return [MessageListener(row.version_id, row.element) for row in work.execute(found)]


def open_dossier(context: Context, work: Work, listener: MessageListener, message: IncomingMessage, by: Actor) -> Case:
    """Opens a dossier of one of the ``listening`` versions, in the caller's transaction.

    Raises :class:`FormInvalid` with every variable that is missing or wrong (``variables.unit`` …), and what
    :meth:`DossierOpening.open` raises beside it.
    """
    version = context.versions.get(listener.version_id, work)
    reception = _reception(context, version, message, _origin(context, work, message.origin))
    rest = {name: value for name, value in message.variables.items() if name not in OWN}
    start = ProcessStart(listener.element, message.name, message.origin, rest, message.hops)
    try:
        return DossierOpening(context, work, version, reception, by, context.now()).open(start).case
    except FormInvalid as error:
        raise FormInvalid({_placed(path): faults for path, faults in error.fields.items()}) from error


def _placed(path: str) -> str:
    if path.startswith("applicant."):
        own = path.removeprefix("applicant.")
        return f"variables.applicant.{next((sent for sent, kept in APPLICANT.items() if kept == own), own)}"
    return f"variables.data.{path}"


def _origin(context: Context, work: Reading, code: str | None) -> Case | None:
    found: UUID | None = None if code is None else work.scalar(select(Dossier.id).where(Dossier.code == code))
    return None if found is None else cases.read_dossier(context, work, found)


def _reception(context: Context, version: Version, message: IncomingMessage, origin: Case | None) -> Reception:
    """The command that the message stands for. Raises :class:`FormInvalid`."""
    given, view = message.variables, version.view
    faults: dict[str, list[FieldError]] = {}
    applicant = _applicant(given.get("applicant"), origin, faults)
    channel = given.get("channel", "online" if "online" in view.channels else view.channels[0])
    usual = origin.row.return_by if origin is not None else None
    return_by = given.get("returnBy", usual if usual in view.return_by else view.return_by[0])
    service = given.get("postService", POST_SERVICES[0])
    unit, data = given.get("unit"), given.get("data", {})
    if unit is None or unit == "":
        faults["variables.unit"] = [FieldError("required")]
    for name, value, choices in (
        ("channel", channel, view.channels),
        ("returnBy", return_by, view.return_by),
        ("postService", service, POST_SERVICES),
        ("unit", unit, context.directory.tree().by_code),
    ):
        if f"variables.{name}" not in faults and not (isinstance(value, str) and value in choices):
            faults[f"variables.{name}"] = [FieldError("not-an-option")]
    if not isinstance(data, Mapping):
        faults["variables.data"] = [FieldError("wrong-type")]
    due_by = _due_by(given.get("dueBy"), faults)
    if faults:
        raise FormInvalid(faults)
    return Reception(view.code, str(unit), channel, applicant, data, return_by, service, partial=True, due_by=due_by)


def _due_by(given: Any, faults: dict[str, list[FieldError]]) -> datetime | None:
    """The moment that whoever sends the message wants the result by; none: what the procedure says."""
    if given is None or given == "":
        return None
    try:
        found = datetime.fromisoformat(given.partition("@")[0]) if isinstance(given, str) else given
    except ValueError:
        found = None
    if isinstance(found, datetime) and found.tzinfo is not None:
        return found
    faults["variables.dueBy"] = [FieldError("wrong-type")]
    return None


def _applicant(given: Any, origin: Case | None, faults: dict[str, list[FieldError]]) -> Applicant:
    if given is None and origin is not None:
        return origin.applicant
    values = {} if given is None else given
    if not isinstance(values, Mapping):
        faults["variables.applicant"] = [FieldError("wrong-type")]
        values = {}
    for name, value in values.items():
        if name not in APPLICANT:
            faults[f"variables.applicant.{name}"] = [FieldError("unknown")]
        elif value is not None and not isinstance(value, str):
            faults[f"variables.applicant.{name}"] = [FieldError("wrong-type")]
    return Applicant(**{own: str(values.get(name) or "") for name, own in APPLICANT.items()})
