"""The topic ``records.lookup``: asks a register about a person, for an officer and a purpose, and waits within the step.

Where people at the register look (the police's paper archive), the same question is asked again until they have answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from workers import lookups
from workers.context import WorkerContext
from workers.errors import InputMissing
from workers.inputs import text
from workers.registers.client import REGISTERS, RegisterClient
from workers.registers.wire import SUBJECT_UNCLEAR, Officer, Question

if TYPE_CHECKING:
    from core.services.views.jobs import Job

#: What a register says about the person asked for → the BPMN error a diagram may catch.
FAULTS: Final = {SUBJECT_UNCLEAR: "subject-unclear"}


def look_up(job: Job, ctx: WorkerContext) -> Mapping[str, Any]:
    """Asks. Returns ``found``, ``entry`` (if found), ``request``, ``askedBy`` and ``answeredAt``."""
    register = job.headers.get("register", "").strip()
    if register not in REGISTERS:
        raise InputMissing("input-missing", field="register", topic=job.topic)
    number = text(job.payload, "number")
    person = lookups.Person("", "") if number and "identityNumber" not in job.payload else lookups.person(job)
    with RegisterClient(ctx.settings, register) as asked:
        lookup = lookups.begin(job, ctx, register, person.identity or number or person.name)
        answer = asked.ask(question_of(job, lookup, person, number))
    if answer.state == "pending" or answer.answeredAt is None:
        raise lookups.wait(job, ctx, REGISTERS[register].system)
    entry = answer.held
    return {
        "found": answer.state == "found",
        "entry": None if entry is None else entry.model_dump(mode="json", exclude_none=True),
        "request": lookup.request,
        "askedBy": lookup.officer.name,
        "answeredAt": answer.answeredAt.isoformat(),
    }


def question_of(job: Job, lookup: lookups.Lookup, person: lookups.Person, number: str) -> Question:
    """The question of a job: the same job asks the same."""
    officer = lookup.officer
    return Question(
        request=lookup.request,
        dossier=job.dossier,
        officer=Officer(username=officer.username, name=officer.name, unit=officer.unit),
        purpose=lookup.purpose,
        identityNumber=person.identity or None,
        name=person.name or None,
        birthDate=person.born or None,
        number=number or None,
    )
