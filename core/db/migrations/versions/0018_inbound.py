"""What other systems send by themselves: kept as it came until it is taken, set aside or let go"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "inbound",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("received", TIME, nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt", TIME, nullable=True),
        sa.Column("assigned", sa.String(), nullable=True),
        sa.Column("took", sa.Text(), nullable=False),
        sa.Column("settled", TIME, nullable=True),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name="fk_inbound_settled_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_inbound"),
        sa.UniqueConstraint("source", "external_id", name="uq_inbound_source_external_id"),
    )
    op.create_index("ix_inbound_state_next_attempt", "inbound", ["state", "next_attempt"])
    op.create_index("ix_inbound_state_id", "inbound", ["state", "id"])
    op.create_table(
        "inbound_refusal",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last", TIME, nullable=False),
        sa.PrimaryKeyConstraint("source", "day", name="pk_inbound_refusal"),
    )


def downgrade() -> None:
    op.drop_table("inbound_refusal")
    op.drop_table("inbound")
