"""Audiences are found by role and unit, so that a queue need not read them all"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_audience_role_unit_id", "audience", ["role", "unit_id"])


def downgrade() -> None:
    op.drop_index("ix_audience_role_unit_id", "audience")
