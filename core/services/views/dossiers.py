"""A dossier as it is handed in, listed, searched for and shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple, get_args
from uuid import UUID

from core.domain.channels import TellBy
from core.services.views.notices import NoticeView
from core.services.views.payments import DossierPayments
from core.services.views.shipments import ParcelView
from core.services.views.tasks import TaskView

Channel = Literal["counter", "online", "post"]
ReturnBy = Literal["counter", "post"]
PostService = Literal["standard", "express"]
POST_SERVICES: Final = get_args(PostService)


class DossierRef(NamedTuple):
    """Which dossier: what the database calls it, and what people call it."""

    id: UUID
    code: str


@dataclass(frozen=True, slots=True)
class Applicant:
    name: str
    identity_number: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    #: one of :class:`core.domain.channels.TellBy`
    tell_by: str = TellBy.EMAIL
    #: in which letters are written to them: ``vi``, or ``en`` with the Vietnamese beneath
    language: str = "vi"


@dataclass(frozen=True, slots=True)
class Reception:
    """The command that opens a dossier. ``unit``: code of the receiving unit (an office or its desk)."""

    procedure: str
    unit: str
    channel: Channel
    applicant: Applicant
    data: Mapping[str, Any] = field(default_factory=dict)
    return_by: ReturnBy = "counter"
    #: the class of service the applicant chose, where the result comes by post
    post_service: PostService = "standard"
    documents: Sequence[UUID] = ()
    #: another system hands in what it has: required fields may be missing, and what the form does not know is kept
    #: apart in the variable ``other``; what is there must still be right
    partial: bool = False
    #: another system wants the result by then (aware); what the procedure promises holds where that is earlier
    due_by: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierRow:
    """A line of a list: no state, no variables."""

    id: UUID
    code: str
    procedure: str
    procedure_name: str
    applicant: str
    identity_masked: str
    unit: str
    unit_name: str
    channel: str
    status: int
    received: datetime
    due: datetime | None
    finished: datetime | None
    paused: bool
    stopped: bool
    processed: datetime | None = None  # processing ended; lateness is judged here
    troubled: bool = False  # something failed for good and waits for a person
    unreadable: bool = False  # somebody wrote past the office what cannot be read; it is left out here


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierFilter:
    search: str = ""
    procedure: str | None = None
    unit: str | None = None
    status: int | None = None
    finished: bool | None = None
    late: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something of a dossier that does not go on: it failed for good, so that an incident waits for a person; it is tried
    again by itself; or it waits because nothing is sent to its system at the moment."""

    kind: str  # call | timer | step | process | paper, as of the incident
    step: str  # the element's name; "" for a letter or report of the office's own, which no step waits for
    topic: str | None
    message: str  # what went wrong; may hold data of the dossier
    since: datetime
    next_try: datetime | None  # of a call that is tried again by itself
    incident: UUID | None  # of what failed for good
    number: str = ""  # the incident's, for people
    blocks: bool = True  # whether a step of the procedure waits for it
    held: str = ""  # of a call that waits: ``paused`` by an administrator, or its system is ``silent``; ``refused``: the diagram went on


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierView:
    id: UUID
    code: str
    procedure: str
    procedure_name: str
    version: int
    unit: str  # reception unit, code
    unit_name: str
    processing_unit: str
    processing_unit_name: str
    channel: str
    return_by: str
    applicant: Applicant
    data: Mapping[str, Any]  # the dossier's variables
    status: int
    received: datetime
    due: datetime | None
    index_due: datetime | None
    paused_since: datetime | None
    finished: datetime | None
    returned: datetime | None
    stopped: bool
    revision: int
    processed: datetime | None = None  # processing ended; lateness is judged here
    tasks: tuple[TaskView, ...] = ()  # open ones
    waiting: tuple[str, ...] = ()  # names of elements that wait for something else (a call, a message, a timer)
    troubles: tuple[Trouble, ...] = ()  # what failed, the oldest first; a step that failed for good is not in `waiting`
    receipt_secret: str | None = None  # only in the answer to receive
    missing: tuple[str, ...] = ()  # likewise: required fields of the form of reception that were left out


@dataclass(frozen=True, slots=True)
class StatusChange:
    """When a dossier came to a national status (1 to 10)."""

    at: datetime
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceptionDesk:
    """Where a citizen goes, and whom to call."""

    name: str
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDossier:
    """What a receipt's bearer sees: what the receipt itself shows, and what the applicant was told."""

    code: str
    procedure: str
    procedure_name: str
    unit_name: str
    applicant_masked: str
    status: int
    received: datetime
    due: datetime | None
    finished: datetime | None
    returned: datetime | None
    return_by: str  # as the applicant chose
    returned_by: str  # as it comes, or came: a parcel that was not delivered may wait at the desk
    status_changes: tuple[StatusChange, ...]  # in order
    #: what is owed and what has been paid; None: there is nothing to tell of money
    payments: DossierPayments | None = None
    processed: datetime | None = None  # processing ended; lateness is judged here
    held_up_since: datetime | None = None  # since when a technical fault holds the work up
    #: what the applicant was told last of the present status
    notice: NoticeView | None = None
    parcels: tuple[ParcelView, ...] = ()  # the newest last
    desk: ReceptionDesk | None = None  # where the dossier was handed in
    collectable: bool = False  # the task of handing the result over waits at the desk
