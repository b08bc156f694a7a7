"""Messages of the document axis stand in the inbox of all systems; what is too large for a row lies in the blob store"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

SOURCE = "records-letters"
#: what the two tables call the same
STATES = {"new": "waiting", "parked": "parked", "taken": "taken"}
#: reasons that are one reason in the inbox, with the old one as its detail
UNREADABLE = ("xml", "namespace", "schema", "value", "size", "attachments", "receivers")
_ID, _TIME = sa.Uuid(), sa.DateTime(timezone=True)
AXIS = sa.table(
    "axis_message",
    sa.column("id", _ID),
    sa.column("axis_id"),
    sa.column("sha256"),
    sa.column("size"),
    sa.column("received", _TIME),
    sa.column("state"),
    sa.column("reason_code"),
    sa.column("reason"),
)
INBOUND = sa.table(
    "inbound",
    sa.column("id", _ID),
    sa.column("source"),
    sa.column("channel"),
    sa.column("external_id"),
    sa.column("received", _TIME),
    sa.column("raw"),
    sa.column("raw_sha256"),
    sa.column("size"),
    sa.column("message"),
    sa.column("key"),
    sa.column("state"),
    sa.column("reason"),
    sa.column("detail"),
    sa.column("attempts"),
    sa.column("next_attempt", _TIME),
    sa.column("took"),
    sa.column("settled", _TIME),
    sa.column("note"),
)


def upgrade() -> None:
    op.add_column("inbound", sa.Column("raw_sha256", sa.String(), nullable=True))
    connection = op.get_bind()
    for row in connection.execute(sa.select(*AXIS.c).order_by(AXIS.c.id)).all():
        state, unreadable = STATES[row.state], row.reason_code in UNREADABLE
        connection.execute(
            sa.insert(INBOUND).values(
                id=row.id,
                source=SOURCE,
                channel="feed",
                external_id=row.axis_id,
                received=row.received,
                raw_sha256=row.sha256 or None,
                size=row.size,
                message="edXML",
                key="",
                state=state,
                reason="unreadable" if unreadable else row.reason_code,
                detail=f"{row.reason_code}: {row.reason}" if unreadable else row.reason,
                attempts=0,
                next_attempt=row.received if state == "waiting" else None,
                took="[]",
                settled=row.received if state == "taken" else None,
                note="",
            )
        )
    op.drop_table("axis_message")


def downgrade() -> None:
    op.create_table(
        "axis_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("axis_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason_code", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_axis_message_letter_id_letter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_axis_message")),
        sa.UniqueConstraint("axis_id", name=op.f("uq_axis_message_axis_id")),
    )
    op.create_index(op.f("ix_axis_message_state_id"), "axis_message", ["state", "id"])
    connection, names = op.get_bind(), {new: old for old, new in STATES.items()}
    # What came since and lies in the row itself stays where it is: a person finds it in the inbox, and nothing is lost.
    moved = (INBOUND.c.source == SOURCE, INBOUND.c.raw.is_(None))
    for row in connection.execute(sa.select(*INBOUND.c).where(*moved)).all():
        held = bool(row.raw_sha256)
        connection.execute(
            sa.insert(AXIS).values(
                id=row.id,
                axis_id=row.external_id,
                sha256=row.raw_sha256 or "",
                size=row.size if held else 0,
                received=row.received,
                state=names.get(row.state, "taken") if held or row.state == "parked" else "taken",
                reason_code=row.reason,
                reason=row.detail,
            )
        )
    connection.execute(sa.delete(INBOUND).where(*moved))
    op.drop_column("inbound", "raw_sha256")
