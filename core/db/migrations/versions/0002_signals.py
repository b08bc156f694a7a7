"""Signals beside messages: what a subscription waits for"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(), server_default="message", nullable=False))


def downgrade() -> None:
    op.execute("DELETE FROM subscription WHERE kind <> 'message'")
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.drop_column("kind")
