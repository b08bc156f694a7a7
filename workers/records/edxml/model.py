"""The parts of an edXML message as records: a document with its attachments, or the status of one.

Names follow the elements. What the axis writes as an empty element is an empty text or None here. Source: the messages
published with the axis's software, namespace ``QCVN_102_2016``. Their ``BussinessDocType`` and ``StatusCode`` are
:class:`LetterKind` and :class:`LetterStatus`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from core.domain.letters import LetterKind, LetterStatus


@dataclass(frozen=True, slots=True)
class Organ:
    """``From`` or ``To``: an office and how it is reached."""

    id: str
    name: str
    in_charge: str = ""
    address: str = ""
    email: str = ""
    telephone: str = ""
    fax: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class DocumentCode:
    """``Code``: number and notation, written ``number/notation``."""

    number: str
    notation: str

    def __str__(self) -> str:
        return f"{self.number}/{self.notation}"


@dataclass(frozen=True, slots=True)
class ResponseFor:
    """The document a message answers."""

    organ: str
    code: str
    promulgated: date | None
    document_id: str


@dataclass(frozen=True, slots=True)
class Staff:
    """``StaffInfo``: who did it."""

    department: str = ""
    name: str = ""
    email: str = ""
    mobile: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """``SignerInfo``."""

    competence: str = ""
    position: str = ""
    full_name: str = ""


@dataclass(frozen=True, slots=True)
class Receiver:
    """A receiver that an update adds (``kind`` 0) or takes away (1)."""

    organ: str
    kind: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """``BussinessDocumentInfo``: whether an update changes the document itself, its receivers, or both."""

    document: bool
    receivers_changed: bool
    receivers: tuple[Receiver, ...] = ()


@dataclass(frozen=True, slots=True)
class Replacement:
    """``ReplacementInfo``: a document replaced by this one, for these offices."""

    document_id: str
    organs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Business:
    """``Bussiness`` (spelt so): what the document does to an earlier one, why, and who decided it."""

    kind: LetterKind
    reason: str = ""
    #: whether a paper copy travels beside it
    paper: bool = False
    #: the document revoked or updated
    document_id: str = ""
    staff: Staff | None = None
    changes: Changes | None = None
    replacements: tuple[Replacement, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """``TraceHeader``: an office the message went through, and when (local time of the country, to the second)."""

    organ: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OtherInfo:
    """``OtherInfo``. ``priority``: 0 ordinary, higher is more urgent; ``direction``: whether it gives orders."""

    priority: int = 0
    sphere: str = ""
    typist: str = ""
    copies: int | None = None
    pages: int | None = None
    direction: bool | None = None
    appendixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file sent along. ``content`` is None where what was sent cannot be unpacked; ``fault`` says why."""

    content_id: str
    name: str
    content: bytes | None
    media_type: str = "application/octet-stream"
    description: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class EdocMessage:
    """A document on its way from one office to others. ``type``: 1 with legal effect, 2 administrative."""

    sender: Organ
    receivers: tuple[Organ, ...]
    document_id: str
    code: DocumentCode
    promulgated: date
    subject: str
    place: str = ""
    type: str = "2"
    type_name: str = ""
    type_detail: str = ""
    content: str = ""
    signer: Signer | None = None
    due: date | None = None
    to_places: tuple[str, ...] = ()
    other: OtherInfo | None = None
    responses: tuple[ResponseFor, ...] = ()
    steering: str = ""
    traces: tuple[Trace, ...] = ()
    business: Business | None = None
    attachments: tuple[Attachment, ...] = field(default=(), repr=False)

    @property
    def kind(self) -> LetterKind:
        """What it does; a document that says nothing of it is new."""
        return self.business.kind if self.business else LetterKind.NEW


@dataclass(frozen=True, slots=True)
class StatusMessage:
    """What an office says of a document it was sent, or asks of one it sent (13). ``at``: local time, to the second."""

    sender: Organ
    about: ResponseFor
    status: LetterStatus
    at: datetime
    description: str = ""
    staff: Staff | None = None


Message = EdocMessage | StatusMessage


def document_id(organ: str, promulgated: date, code: DocumentCode) -> str:
    """The identifier the axis knows a document by: ``organ,yyyy/MM/dd,number/notation``."""
    return f"{organ},{promulgated:%Y/%m/%d},{code}"
