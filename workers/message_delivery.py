"""The topic ``message.pass``: a message that one dossier threw, for another.

Whom it is for may come to wait only later, so a message nobody waits for is tried again with the pauses of an outside
call before it becomes an incident of its thrower. One that cannot be taken is an incident at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.errors.base import CoreError
from core.errors.database import ServiceUnavailable
from core.errors.dossiers import NothingWaiting
from core.errors.forms import FormInvalid
from workers.context import WorkerContext
from workers.errors import Refused, Unavailable

if TYPE_CHECKING:
    from core.services.views.jobs import Job


def pass_on(job: Job, ctx: WorkerContext) -> Mapping[str, Any]:
    """Delivers the message or opens a dossier with it. Returns ``{"dossiers": codes}``."""
    name, key = job.payload["name"], job.payload["key"]
    try:
        return {"dossiers": list(ctx.office.messages.pass_on(job))}
    except NothingWaiting as error:
        raise Unavailable("nobody-waits", message=name, key=key or "–") from error
    except FormInvalid as error:
        raise Refused("message-incomplete", message=name, fields=", ".join(error.fields)) from error
    except ServiceUnavailable:
        raise  # nobody refused anything
    except CoreError as error:
        raise Refused("message-not-taken", message=name, reason=str(error)) from error
