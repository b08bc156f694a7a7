"""What dossiers are found by, folded anew: numbers without what stands between their groups, look-alikes as one"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from core import jsontext
from core.domain.known_by import entries, text_of

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BATCH = 500
_UUID = sa.Uuid()
dossier = sa.table(
    "dossier",
    sa.column("id", _UUID),
    sa.column("code", sa.String),
    sa.column("applicant", sa.Text),
    sa.column("found_by", sa.Text),
)
task = sa.table("task", sa.column("dossier_id", _UUID), sa.column("found_by", sa.Text))
word = sa.table(
    "dossier_word", sa.column("unit_id", _UUID), sa.column("word", sa.String), sa.column("dossier_id", _UUID)
)


def upgrade() -> None:
    connection = op.get_bind()
    for rows in _batches(connection):
        _fold(connection, rows)


def downgrade() -> None:
    """Nothing to take back: the columns are the same, and what was folded so is still found by most words."""


def _batches(connection: sa.Connection) -> Iterator[list[Any]]:
    last: UUID | None = None
    while True:
        query = sa.select(dossier).order_by(dossier.c.id).limit(BATCH)
        rows = list(connection.execute(query if last is None else query.where(dossier.c.id > last)))
        if not rows:
            return
        yield rows
        last = rows[-1].id


def _fold(connection: sa.Connection, rows: list[Any]) -> None:
    """Writes what differs; the words stand under the same offices as before."""
    anew = {row.id: entries(row.code, jsontext.read(row.applicant)) for row in rows}
    changed = {row.id: phrases for row in rows if text_of(phrases := anew[row.id]) != row.found_by}
    if not changed:
        return
    places = sa.select(word.c.dossier_id, word.c.unit_id).where(word.c.dossier_id.in_(changed)).distinct()
    offices = [tuple(row) for row in connection.execute(places)]
    for identifier, phrases in changed.items():
        told = {"found_by": text_of(phrases)}
        connection.execute(sa.update(dossier).where(dossier.c.id == identifier).values(told))
        connection.execute(sa.update(task).where(task.c.dossier_id == identifier).values(told))
    connection.execute(sa.delete(word).where(word.c.dossier_id.in_(changed)))
    found = [
        {"unit_id": unit, "word": phrase, "dossier_id": identifier}
        for identifier, unit in offices
        for phrase in changed[identifier]
    ]
    if found:
        connection.execute(sa.insert(word), found)
