"""Differences of payments say what became of the money"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("payment_difference", sa.Column("settlement", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("payment_difference", "settlement")
