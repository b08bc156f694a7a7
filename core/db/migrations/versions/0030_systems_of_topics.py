"""Which system carries out a topic, and how often the call of an incident was tried"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "system_topic",
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("topic", name="pk_system_topic"),
    )
    op.add_column("incident", sa.Column("attempts", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("incident", "attempts")
    op.drop_table("system_topic")
