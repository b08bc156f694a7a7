"""What two offices say to each other: one JSON object a message, signed by Standard Webhooks with their common secret."""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import AwareDatetime, Base64Bytes, BaseModel, ConfigDict, Field

#: the header that says who signs
SENDER: Final = "motcua-office"
#: the door of the other installation, below its address
DOOR: Final = "/api/v1/callbacks/offices"
#: bytes of a message: a dossier's papers in base64
MOST_BYTES: Final = 40 * 1024 * 1024
#: bytes of all papers of a message
MOST_PAPERS: Final = 25 * 1024 * 1024
#: what a matter may be called, which is a part of a message's name
MATTER: Final = r"[a-z][a-z0-9-]{0,39}"


class Part(BaseModel):
    """Base of the parts: names as they are written, and no others."""

    model_config = ConfigDict(extra="forbid")


class Applicant(Part):
    """Whose dossier it is, named as where a message opens one."""

    name: str
    identityNumber: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""


class Paper(Part):
    """A paper with its contents."""

    name: str
    content: Base64Bytes


class Letter(Part):
    """A message. ``id``: the same however often it is sent. ``request``: what both sides know the matter by.

    ``asked``: ``matter``, ``unit``, ``applicant``, ``text`` (the question), ``data`` and ``due`` (the last moment of the answer, if
    there is one) open a dossier there. ``answered`` and
    ``paper-received``: ``text`` is the answer or a note, ``data`` what goes with it, ``at`` when it happened.
    """

    id: str = Field(min_length=1, max_length=200)
    sender: str = Field(alias="from")
    receiver: str = Field(alias="to")
    kind: Literal["asked", "answered", "paper-received"]
    request: str = Field(min_length=1, max_length=200)
    at: AwareDatetime
    sent_by: str = Field(default="", alias="sentBy", max_length=300)
    matter: str = Field(default="", pattern=rf"^({MATTER})?$")
    unit: str = ""
    applicant: Applicant | None = None
    due: AwareDatetime | None = None
    text: str = Field(max_length=20_000)
    data: dict[str, Any] = Field(default_factory=dict)
    papers: list[Paper] = Field(default_factory=list, max_length=100)


class Receipt(BaseModel):
    """What the door answers."""

    received: bool
