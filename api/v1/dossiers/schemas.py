"""Dossiers and events as the interface shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from api.answers import Output, Recorded
from api.inputs import Input, Query
from api.v1.tasks.schemas import TaskLine
from core.services.views.dossiers import Applicant, DossierFilter, Reception

Line = Annotated[str, Field(max_length=300)]


class ApplicantIn(Input):
    """The applicant (người nộp)."""

    name: Annotated[str, Field(min_length=1, max_length=300)]
    identity_number: Line = ""
    phone: Line = ""
    email: Line = ""
    address: Annotated[str, Field(max_length=1000)] = ""
    tell_by: Annotated[
        Literal["email", "sms", "oa", "none"], Field(description="how the applicant is told; none: not at all")
    ] = "email"
    language: Annotated[
        Literal["vi", "en"], Field(description="language of letters; in English ones the Vietnamese stands beneath")
    ] = "vi"


class ReceptionIn(Input):
    """A dossier to open. ``unit`` is the code of the receiving unit; ``data`` are the values of the start form."""

    procedure: Annotated[str, Field(min_length=1, max_length=100)]
    unit: Annotated[str, Field(min_length=1, max_length=100)]
    channel: Literal["counter", "online", "post"]
    applicant: ApplicantIn
    data: dict[str, Any] = Field(default_factory=dict)
    return_by: Literal["counter", "post"] = "counter"
    post_service: Annotated[
        Literal["standard", "express"], Field(description="the class of service, where the result comes by post")
    ] = "standard"
    documents: Annotated[
        list[Annotated[UUID, Field(strict=False)]],
        Field(max_length=100, description="ids of papers uploaded before"),
    ] = Field(default_factory=list)

    def command(self) -> Reception:
        """The office's command."""
        return Reception(
            procedure=self.procedure,
            unit=self.unit,
            channel=self.channel,
            applicant=Applicant(**self.applicant.model_dump()),
            data=self.data,
            return_by=self.return_by,
            post_service=self.post_service,
            documents=tuple(self.documents),
            partial=True,
        )


class DossierQuery(Query):
    """Which dossiers to list."""

    search: Line = ""
    procedure: Line | None = None
    unit: Line | None = None
    status: Annotated[int, Field(ge=1, le=10)] | None = None
    finished: Literal["true", "false"] | None = None
    late: Literal["late"] | None = None
    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50

    def wanted(self) -> DossierFilter:
        """The office's filter."""
        finished = None if self.finished is None else self.finished == "true"
        return DossierFilter(
            search=self.search,
            procedure=self.procedure,
            unit=self.unit,
            status=self.status,
            finished=finished,
            late=self.late,
        )


class ApplicantOut(Output):
    """The applicant."""

    name: str
    identity_number: str
    phone: str
    email: str
    address: str
    tell_by: str
    language: str


class TroubleOut(Output):
    """Something that does not go on: it failed for good (``incident``) or until ``next_try``, or it is ``held``: ``paused``
    by an administrator, or its system is ``silent``; or it was ``refused``, and the diagram went on another way."""

    kind: str
    step: str
    topic: str | None
    message: str
    since: datetime
    next_try: datetime | None
    incident: UUID | None
    number: str
    blocks: bool
    held: str


class DossierOut(Output):
    """A dossier. ``status`` is the national number (1–10); ``receipt_secret`` is given once, at reception."""

    id: UUID
    code: str
    procedure: str
    procedure_name: str
    version: int
    unit: str
    unit_name: str
    processing_unit: str
    processing_unit_name: str
    channel: str
    return_by: str
    applicant: ApplicantOut
    data: dict[str, Any]
    # What the view has, promised apart: see Output.
    status: int
    received: datetime
    due: datetime | None
    index_due: datetime | None
    paused_since: datetime | None
    processed: datetime | None
    finished: datetime | None
    returned: datetime | None
    stopped: bool
    revision: int
    tasks: list[TaskLine]
    waiting: list[str]
    troubles: list[TroubleOut]
    receipt_secret: str | None
    missing: list[str]


class DossierLine(Output):
    """A dossier in a list; the identity number is masked."""

    # What the view has, promised apart: see Output.
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
    processed: datetime | None
    finished: datetime | None
    paused: bool
    stopped: bool


class DossierPage(Output):
    """A page of dossiers."""

    items: list[DossierLine]
    next: str | None


class EventOut(Recorded):
    """An event of the history; ``hash`` covers it and ``previous_hash``."""

    payload: dict[str, Any]
    hash: str
    previous_hash: str


class EventPage(Output):
    """The whole history, oldest first."""

    items: list[EventOut]
    next: str | None
