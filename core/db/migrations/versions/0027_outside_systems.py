"""Topics can be paused, systems have a circuit breaker, and what was done lately is counted"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
DONE = sa.text("done IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "paused_topic",
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_paused_topic_by_id_person"),
        sa.PrimaryKeyConstraint("topic", name="pk_paused_topic"),
    )
    op.create_table(
        "outside_system",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("since", TIME, nullable=True),
        sa.Column("last", TIME, nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("outages", sa.Integer(), nullable=False),
        sa.Column("opened", TIME, nullable=True),
        sa.Column("probe", sa.Uuid(), nullable=True),
        sa.Column("probe_at", TIME, nullable=True),
        sa.Column("probes", sa.Integer(), nullable=False),
        sa.Column("next_call", TIME, nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_outside_system"),
    )
    # Of open calls alone nothing is indexed here: a step that wants a call pays nothing for it.
    op.create_index("ix_outbox_done", "outbox", ["done"], postgresql_where=DONE, sqlite_where=DONE)
    op.create_index("ix_incident_opened", "incident", ["opened"])


def downgrade() -> None:
    op.drop_index("ix_incident_opened", "incident")
    op.drop_index("ix_outbox_done", "outbox")
    op.drop_table("outside_system")
    op.drop_table("paused_topic")
