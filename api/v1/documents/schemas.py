"""Papers as the interface shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from api.answers import Output

#: The body of an upload in OpenAPI, which the framework cannot gather from a multipart request.
UPLOAD: dict[str, Any] = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {"type": "string", "contentMediaType": "application/octet-stream"},
                    "component": {"type": "string", "description": "key of the paper among the procedure's components"},
                },
                "additionalProperties": False,
            }
        }
    },
}


class DocumentOut(Output):
    """A paper; its content is at ``/documents/{id}``."""

    # What the view has, promised apart: see Output.
    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    component: str | None
    added: datetime
    added_by: str
    kind: str
    marks: list[str] = Field(
        description="what it carries that can act by itself, such as javascript or macros; `swells`: it becomes huge when it is opened"
    )
    scan: str = Field(description="clean, missed (the virus scanner gave no verdict) or none (there was no scanner)")


class DocumentPage(Output):
    """All papers of a dossier."""

    items: list[DocumentOut]
    next: str | None


class SignatureOut(Output):
    """A signature or time stamp; texts are what the file claims."""

    # What the view has, promised apart: see Output.
    field: str
    kind: str = Field(description="signature or timestamp")
    integrity: str = Field(description="intact, changed or unclear")
    why: str = Field(
        description="content, signature, later, annotations, forbidden, coverage, algorithm or unreadable; empty when intact"
    )
    trust: str = Field(description="trusted, revoked, out-of-time, unknown-issuer, no-roots or unknown")
    since: list[str] = Field(description="fields filled in since, later signatures among them")
    signer: str
    organization: str
    serial: str
    valid_from: datetime | None
    valid_until: datetime | None
    chain: list[str] = Field(description="names from the signer to the authority")
    claimed: datetime | None
    stamped: datetime | None
    stamp_trusted: bool


class SignaturesOut(Output):
    """What the signatures of a paper are worth now."""

    verdict: str = Field(
        description="valid (intact, signers confirmed), intact (signers not confirmed), changed, unclear or unsigned"
    )
    fault: str = Field(description="locked, unreadable, too-many or too-long where the file could not be looked into")
    signatures: list[SignatureOut]
