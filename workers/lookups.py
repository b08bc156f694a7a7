"""What all look-ups of people in registers of others have in common: request number, officer, purpose, and their words.

Nothing is asked that the access log does not hold, and nothing without a purpose or without an officer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from core.domain import codes
from core.services.context.contracts import Bilingual
from core.services.views.lookups import Officer
from workers.context import WorkerContext
from workers.errors import InputInvalid, InputMissing, NotNow, Refused
from workers.inputs import part, text
from workers.masking import masked

if TYPE_CHECKING:
    from core.services.views.jobs import Job

LONGEST_PURPOSE = 200
#: A register in which people look things up answers when they have; it is asked again this often, for this long.
PAUSE = 60.0
PATIENCE = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Person:
    """Whom is asked about. ``born``: a day as ISO 8601, a year alone, or empty."""

    identity: str
    name: str
    born: str = ""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A request that is logged and may be made. ``request``: its number, the same at every try."""

    request: str
    officer: Officer
    purpose: str


def begin(job: Job, ctx: WorkerContext, register: str, about: str) -> Lookup:
    """Logs the look-up and returns what it is made with. ``about``: what it asks for, which is masked in the log.

    Raises :class:`InputMissing`, :class:`InputInvalid` or :class:`Refused`: then nothing may be asked.
    """
    purpose = text(job.payload, "purpose")
    if not purpose:
        raise InputMissing("input-missing", field="purpose", topic=job.topic)
    if len(purpose) > LONGEST_PURPOSE:
        raise InputInvalid("input-invalid", field="purpose", topic=job.topic, value=f"{purpose[:40]}…")
    secret_key = ctx.office.context.settings.secret_key
    request = f"{job.dossier}-{codes.unguessable(job.idempotency_key, secret_key)}"
    officer = ctx.office.lookups.logged(job, request, purpose, {"register": register, "about": masked(about)})
    if officer is None:
        raise Refused("lookup-without-officer", topic=job.topic)
    return Lookup(request, officer, purpose)


def person(job: Job) -> Person:
    """The person of the call's inputs; number and name of the applicant where the diagram gives no number of its own.

    A name belongs to its number: one of them is never completed with the applicant's. Raises :class:`InputMissing`.
    """
    applicant = part(job.context, "applicant")
    identity, name = text(job.payload, "identityNumber"), text(job.payload, "name")
    if "identityNumber" not in job.payload and "name" not in job.payload:
        identity, name = text(applicant, "identityNumber"), text(applicant, "name")
    if not identity and not name:
        raise InputMissing("input-missing", field="identityNumber", topic=job.topic)
    return Person(identity, name, text(job.payload, "birthDate"))


def wait(job: Job, ctx: WorkerContext, system: Bilingual) -> NotNow | Refused:
    """What to raise while people at the register still look: later again, and after some days a person is told."""
    if ctx.office.context.now() - job.decided > PATIENCE:
        return Refused("lookup-unanswered", system=system, days=PATIENCE.days)
    return NotNow(PAUSE, "the register has not answered yet")
