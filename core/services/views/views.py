"""What the doors get and give: frozen values, no rows and no engine objects.

Times are aware datetimes in UTC; ``Json`` values are what ``core.domain.json`` reads: numbers are ``int`` or ``Decimal``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar
from uuid import UUID

Item = TypeVar("Item")
Channel = Literal["counter", "online", "post"]
ReturnBy = Literal["counter", "post"]


@dataclass(frozen=True, slots=True)
class Membership:
    """A role held in a unit: it counts there and in every unit below."""

    role: str
    unit_id: UUID
    unit_code: str
    unit_name: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person, a machine with a person's token, a citizen with a receipt, or the system itself."""

    kind: Literal["person", "token", "citizen", "system"]
    id: UUID | None
    username: str
    name: str
    memberships: tuple[Membership, ...] = ()
    scopes: frozenset[str] | None = None  # None: no token, no limit beyond the roles
    address: str = ""
    email: str = ""
    token: UUID | None = None  # which one, where a machine acts

    def holds(self, *roles: str) -> bool:
        """Whether one of the roles is held in any unit."""
        return any(m.role in roles for m in self.memberships)

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(m.role for m in self.memberships))


SYSTEM = Actor("system", None, "system", "Hệ thống")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    items: Sequence[Item]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class UnitView:
    id: UUID
    code: str  # identifier, e.g. H99.01.05 (QĐ 20/2020/QĐ-TTg)
    slug: str
    name: str
    kind: str  # province | commune | department | room | desk
    parent_code: str | None
    fields: tuple[str, ...]
    email: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Component:
    """A paper of the dossier (thành phần hồ sơ)."""

    key: str
    name: str
    kind: str = "original"  # original | copy | electronic
    quantity: int = 1
    required: bool = True
    template: str = ""


@dataclass(frozen=True, slots=True)
class ProcedureView:
    id: UUID
    code: str
    name: str
    name_en: str
    field: str
    field_code: str
    level: str
    law: str
    time_limit: str
    pause: str
    fee: int
    fee_note: str
    result: str
    start_form: str
    channels: tuple[str, ...]
    return_by: tuple[str, ...]
    components: tuple[Component, ...]
    version: int
    version_id: UUID
    sha256: str
    deployed: datetime
    note: str = ""
    form: Mapping[str, Any] | None = None  # the form-js schema of reception
    applied_for: bool = True  # whether applicants hand it in; else messages of other dossiers alone begin it


@dataclass(frozen=True, slots=True)
class VersionView:
    id: UUID
    procedure: str
    version: int
    sha256: str
    deployed: datetime
    deployed_by: str
    running: int  # dossiers not finished on this version
    problems: tuple[Any, ...] = ()  # lint warnings (bpmn.problem.Problem)


@dataclass(frozen=True, slots=True)
class Applicant:
    name: str
    identity_number: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Reception:
    """The command that opens a dossier. ``unit``: code of the receiving unit (an office or its desk)."""

    procedure: str
    unit: str
    channel: Channel
    applicant: Applicant
    data: Mapping[str, Any] = field(default_factory=dict)
    return_by: ReturnBy = "counter"
    documents: Sequence[UUID] = ()
    #: another system hands in what it has: required fields may be missing, and what the form does not know is kept
    #: apart in the variable ``other``; what is there must still be right
    partial: bool = False


@dataclass(frozen=True, slots=True)
class TaskView:
    id: UUID
    dossier: str
    procedure: str
    procedure_name: str
    applicant: str
    element: str
    name: str
    kind: str
    form: Mapping[str, Any] | None  # the form-js schema; None in lists and where the task has no form
    data: Mapping[str, Any]  # values to start from (draft, or variables of the form's keys); empty in lists
    roles: tuple[str, ...]
    unit: str  # code
    unit_name: str
    assignee: str | None  # username
    assignee_name: str | None
    state: str  # open | completed | cancelled
    opened: datetime
    due: datetime | None
    closed: datetime | None
    closed_by: str | None
    priority: int
    revision: int
    allowed: tuple[str, ...] = ()  # claim, unclaim, complete: what the asking actor may do
    clock: str = "run"


@dataclass(frozen=True, slots=True)
class TaskFilter:
    dossier: str | None = None
    role: str | None = None
    unit: str | None = None
    assignee: str | None = None  # username, "me" or "none"
    state: str = "open"  # open | completed | cancelled | all
    procedure: str | None = None
    search: str = ""
    late: str | None = None  # late | soon


@dataclass(frozen=True, slots=True)
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
    unreadable: bool = False  # somebody wrote past the office what cannot be read; it is left out here


@dataclass(frozen=True, slots=True)
class DossierFilter:
    search: str = ""
    procedure: str | None = None
    unit: str | None = None
    status: int | None = None
    finished: bool | None = None
    late: str | None = None


@dataclass(frozen=True, slots=True)
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
    tasks: tuple[TaskView, ...] = ()  # open ones
    waiting: tuple[str, ...] = ()  # names of elements that wait for something else (a call, a message, a timer)
    receipt_secret: str | None = None  # only in the answer to receive
    missing: tuple[str, ...] = ()  # likewise: required fields of the form of reception that were left out


@dataclass(frozen=True, slots=True)
class PublicDossier:
    """What a receipt's bearer sees: no data beyond what the receipt itself shows."""

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
    return_by: str
    steps: tuple[tuple[datetime, int], ...]  # (time, status) in order
    tracking: tuple[tuple[datetime, str], ...] = ()  # postal events


@dataclass(frozen=True, slots=True)
class EventView:
    seq: int
    kind: str  # source.subject.action
    at: datetime | None  # None where it cannot be read: on an auditor's sheet alone
    actor: str
    actor_name: str
    unit: str | None
    payload: Mapping[str, Any]
    hash: str
    previous_hash: str
    unreadable: bool = False  # what was recorded cannot be read: on an auditor's sheet alone


@dataclass(frozen=True, slots=True)
class DiagramView:
    """The diagram and the way the dossier took through it."""

    xml: bytes
    passed: tuple[str, ...]  # flow nodes passed, in order of first passing
    flows: tuple[str, ...]
    current: tuple[str, ...]
    steps: tuple[
        Mapping[str, Any], ...
    ]  # the text equivalent: {element, name, kind, unit, who, opened, closed, due, state}


@dataclass(frozen=True, slots=True)
class FormView:
    """A form ready to render: ``fields`` as bpmn.forms.FieldView, errors already attached."""

    id: str
    schema: Mapping[str, Any]
    fields: Sequence[Any]
    errors: Mapping[str, Any]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DocumentView:
    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    component: str | None
    added: datetime
    added_by: str
    kind: str = "attachment"  # attachment | result
    marks: tuple[str, ...] = ()  # what it carries that can act by itself, see core.adapters.inside
    scan: str = "none"  # clean | missed (the scanner gave no verdict) | none (there was no scanner)


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """Form 01, giấy tiếp nhận hồ sơ và hẹn trả kết quả. The secret is shown only right after reception."""

    dossier: DossierView
    procedure: ProcedureView
    unit: UnitView
    receiver: str
    documents: tuple[DocumentView, ...]


@dataclass(frozen=True, slots=True)
class IncidentView:
    id: UUID
    number: str  # short, for people: what the clerk was told and the administrator looks for
    dossier: str
    element: str
    step: str  # the element's name in the dossier's own version; its id where it has none
    topic: str | None
    message: str
    state: str  # open | resolved
    opened: datetime
    resolved: datetime | None
    resolved_by: str | None
    attempts: int
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ShipmentView:
    """A postal order whose end is not known yet; ``state`` is one of the post's neutral states."""

    dossier: str
    tracking_code: str
    state: str
    opened: datetime


@dataclass(frozen=True, slots=True)
class PersonView:
    id: UUID
    username: str
    name: str
    email: str
    active: bool
    memberships: tuple[Membership, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """An outside call under lease; handed to a worker by id only."""

    id: UUID
    topic: str
    dossier: str
    payload: Mapping[str, Any]
    headers: Mapping[str, str]
    idempotency_key: str
    attempts: int
    lease: str
    decided: datetime  # when the office decided on the call: every try of it names the same moment
    context: Mapping[str, Any] = field(default_factory=dict)  # the FEEL context `dossier`: code, applicant, unit …
