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
