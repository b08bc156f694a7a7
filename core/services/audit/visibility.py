"""Whether those who are to see a dossier see it and find it: the rows that lists and searches read, against the dossier."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from core.db import lenient
from core.db.base import table_of
from core.db.lenient import Unreadable
from core.db.models import Dossier, DossierUnit, DossierWord
from core.db.reading import Reading
from core.domain import known_by, replay, roles
from core.errors.base import Reason
from core.services.audit import chains
from core.services.audit.findings import of_office
from core.services.audit.loading import Stored
from core.services.audit.views import FindingView
from core.services.authorization.rights import KEEPERS
from core.services.context.directory import Tree
from core.services.views.actors import Actor

BATCH = 1000
_ROWS = lenient.columns(table_of(Dossier), ("id", "code", "units", "found_by"))


def compare(stored: Stored, code: str, tree: Tree) -> Iterator[FindingView]:
    """What one dossier is found by, in the search and in the lists; ``code`` is the one its history was written with."""
    row = stored.row
    if any(isinstance(value, Unreadable) for value in (row.applicant, row.units, row.found_by)):
        return
    try:
        entries = known_by.entries(code, row.applicant)
    except (KeyError, TypeError, AttributeError):
        return  # an applicant with other fields than an applicant has: named already
    offices = _offices(tree, row.units)
    must = {(unit, word) for unit in offices for word in entries}
    if stored.words != must:
        units = sorted({tree.nodes[unit].code for unit, _ in stored.words ^ must if unit in tree.nodes})
        yield of_office(
            Reason("The search of %(units)s does not find the dossier by all it is known by.", units=", ".join(units))
        )
    text = known_by.text_of(entries)
    if row.found_by != text or any(task.found_by != text for task in stored.tasks):
        yield of_office(Reason("Lists that are filtered do not find the dossier by all it is known by."))


def check(work: Reading, tree: Tree) -> Iterator[FindingView]:
    """Every dossier hidden from a unit that it has to do with, or from the search there."""
    units: dict[Any, set[str]] = defaultdict(set)
    for dossier, unit in work.execute(select(DossierUnit.dossier_id, DossierUnit.unit_id)):
        units[dossier].add(tree.nodes[unit].code if unit in tree.nodes else str(unit))
    counted = select(DossierWord.dossier_id, func.count().label("number")).group_by(DossierWord.dossier_id)
    words = Counter({row.dossier_id: row.number for row in work.execute(counted)})
    query = select(*_ROWS).order_by(Dossier.id).execution_options(yield_per=BATCH)
    for row in work.execute(query):
        if lenient.of(row):
            continue  # named where the dossier itself is checked
        if units[row.id] != set(row.units):
            where = ", ".join(sorted(units[row.id] ^ set(row.units)))
            yield of_office(
                Reason("Who sees the dossier %(code)s was changed: the units %(units)s.", code=row.code, units=where)
            )
        if words[row.id] != row.found_by.count("|") * len(_offices(tree, row.units)):
            yield of_office(
                Reason("The search does not find the dossier %(code)s by all it is known by.", code=row.code)
            )


def is_for(stored: Stored, by: Actor) -> bool:
    """Whether the dossier's history says that the actor is to see it, whatever the lists say now."""
    records, _ = chains.under_true_code(chains.records(str(stored.row.code), stored.events))
    chain = chains.intact_part(records)
    told = replay.play(chain).row.get("units") if chain else None
    units = {held.unit_code for held in by.memberships if held.role not in KEEPERS}
    return told is not None and bool(units & set(told.value))


def _offices(tree: Tree, codes: Iterable[str]) -> set[UUID]:
    units = (tree.by_code[code] for code in codes if code in tree.by_code)
    return {unit for unit in units if tree.nodes[unit].kind in roles.OFFICE_KINDS}
