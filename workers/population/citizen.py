"""The topic ``records.citizen``: confirms or looks up a citizen in the population database, for an officer and a purpose.

Confirming tells yes or no and nothing else, and is what most steps need; comparing tells which of number, name and birth
differ, and nothing of what the database has; looking up tells name, birth, sex and residence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from core.services.context.contracts import Bilingual
from workers import lookups
from workers.context import WorkerContext
from workers.errors import InputInvalid, InputMissing, NotConfigured, Refused
from workers.population import names
from workers.population.client import SYSTEM, PopulationClient
from workers.population.envelope import Birth, Citizen, Query
from workers.population.settings import PopulationSettings

if TYPE_CHECKING:
    from core.services.views.jobs import Job

UNKNOWN: Final = "CITIZEN_UNKNOWN"
NOT_ASKED: Final = "CITIZEN_NOT_ASKED"
#: What the database says about the citizen, or why nobody was asked → the BPMN error a diagram may catch.
FAULTS: Final = {UNKNOWN: "citizen-unknown", NOT_ASKED: "citizen-not-asked"}
_IDENTITY: Final = re.compile(r"[0-9]{12}|[0-9]{9}")


def ask(job: Job, ctx: WorkerContext) -> Mapping[str, Any]:
    """Asks. Returns ``matches``, ``differs`` (of a comparison), ``citizen`` (of a look-up), ``request``, ``askedBy`` and
    ``answeredAt``. Raises :class:`workers.errors.OutsideError`; what keeps anybody from being asked is refused."""
    try:
        person = lookups.person(job)
        birth = _birth(job, person)
        client = PopulationClient(ctx.settings)
    except (InputMissing, InputInvalid, NotConfigured) as error:
        raise Refused(error.code, reason_code=NOT_ASKED, **error.params) from error
    with client as database:
        lookup = lookups.begin(job, ctx, "population", person.identity)
        query = Query(
            request=lookup.request,
            service=ctx.settings.of(PopulationSettings).population_service,
            officer=lookup.officer.username,
            unit=lookup.officer.unit,
            identity=person.identity,
            name=person.name,
            birth=birth,
            key=database.key,
        )
        operation = job.headers.get("operation", "").strip()
        if operation == "compare":
            told = _compared(database.look_up(query), query)
        elif operation == "look-up":
            found = database.look_up(query)
            if found is None:
                raise Refused(
                    "refused",
                    reason_code=UNKNOWN,
                    system=SYSTEM,
                    reason=Bilingual(en="no such citizen", vi="không có công dân này"),
                )
            told = {"matches": _agrees(found, query), "citizen": _taken_over(found)}
        else:
            told = {"matches": database.confirm(query)}
    answered = ctx.office.context.now().isoformat()
    return {**told, "request": lookup.request, "askedBy": lookup.officer.name, "answeredAt": answered}


def _birth(job: Job, person: lookups.Person) -> Birth:
    """The birth; number and name are looked at, too. Raises :class:`InputMissing` or :class:`InputInvalid`."""
    for field, value in (("identityNumber", person.identity), ("name", person.name), ("birthDate", person.born)):
        if not value:
            raise InputMissing("input-missing", field=field, topic=job.topic)
    if not _IDENTITY.fullmatch(person.identity):
        raise InputInvalid("input-invalid", field="identityNumber", topic=job.topic, value=person.identity[:20])
    try:
        return Birth.of(person.born.partition("@")[0])
    except ValueError as error:
        raise InputInvalid("input-invalid", field="birthDate", topic=job.topic, value=person.born[:20]) from error


def _compared(found: Citizen | None, query: Query) -> dict[str, Any]:
    """Which of what was given the database has otherwise; what it has instead is not told."""
    if found is None:
        return {"matches": False, "differs": "identityNumber"}
    agreeing = {"name": names.same(found.name, query.name), "birthDate": found.birth.agrees(query.birth)}
    differs = [name for name, same in agreeing.items() if not same]
    return {"matches": not differs, "differs": ",".join(differs)}


def _agrees(found: Citizen, query: Query) -> bool:
    return names.same(found.name, query.name) and found.birth.agrees(query.birth)


def _taken_over(found: Citizen) -> dict[str, str]:
    given = {"name": found.name, "birthDate": str(found.birth), "sex": found.sex, "residence": found.residence}
    return {"identityNumber": found.identity, **{name: value for name, value in given.items() if value}}
