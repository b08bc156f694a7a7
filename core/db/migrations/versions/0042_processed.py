"""A dossier says when its processing ended, apart from the end of its process; read from the histories there are"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0039"
branch_labels = None
depends_on = None

#: refused, stopped, processed, returned
PROCESSED = (3, 8, 9, 10)
AT_ONCE = 500
_ID, _TIME = sa.Uuid(), sa.DateTime(timezone=True)
DOSSIER = sa.table(
    "dossier",
    sa.column("id", _ID),
    sa.column("status", sa.Integer()),
    sa.column("finished", _TIME),
    sa.column("processed", _TIME),
)
EVENT = sa.table("event", sa.column("dossier_id", _ID), sa.column("seq"), sa.column("at", _TIME), sa.column("payload"))


def upgrade() -> None:
    op.add_column("dossier", sa.Column("processed", _TIME, nullable=True))
    connection = op.get_bind()
    ended = sa.or_(DOSSIER.c.status.in_(PROCESSED), DOSSIER.c.finished.is_not(None))
    found = sa.select(DOSSIER.c.id, DOSSIER.c.finished).where(ended).order_by(DOSSIER.c.id)
    last = None
    while rows := connection.execute(
        (found if last is None else found.where(DOSSIER.c.id > last)).limit(AT_ONCE)
    ).all():
        last = rows[-1].id
        moments = _moments(connection, [row.id for row in rows])
        values = [{"dossier": row.id, "at": moments.get(row.id) or row.finished} for row in rows]
        connection.execute(
            sa.update(DOSSIER).where(DOSSIER.c.id == sa.bindparam("dossier")).values(processed=sa.bindparam("at")),
            values,
        )


def downgrade() -> None:
    op.drop_column("dossier", "processed")


def _moments(connection: sa.Connection, dossiers: Sequence[UUID]) -> Mapping[UUID, datetime | None]:
    """When processing of each ended, by the statuses in its history."""
    told = sa.or_(
        EVENT.c.payload.contains('"statuses"', autoescape=True), EVENT.c.payload.contains('"ended"', autoescape=True)
    )
    found = sa.select(*EVENT.c).where(EVENT.c.dossier_id.in_(dossiers), told).order_by(EVENT.c.dossier_id, EVENT.c.seq)
    return {
        dossier: _moment(events) for dossier, events in groupby(connection.execute(found), lambda row: row.dossier_id)
    }


def _moment(events: Iterable[Any]) -> datetime | None:
    before, moment = 1, None
    for event in events:
        facts = json.loads(event.payload)
        for status in facts.get("statuses") or ():
            if (status in PROCESSED) != (before in PROCESSED):
                moment = event.at if status in PROCESSED else None
            before = status
        if "ended" in facts and before not in PROCESSED:
            moment = event.at
    return moment
