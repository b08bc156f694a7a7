"""Since when a call is under way, and which systems and webhooks answer slowly"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("begun", sa.DateTime(timezone=True), nullable=True))
    op.add_column("outside_system", sa.Column("slow_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("webhook", sa.Column("slow", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_webhook_delivery_state_settled", "webhook_delivery", ["state", "settled"])


def downgrade() -> None:
    op.drop_index("ix_webhook_delivery_state_settled", table_name="webhook_delivery")
    op.drop_column("webhook", "slow")
    op.drop_column("outside_system", "slow_since")
    op.drop_column("outbox", "begun")
