"""A call keeps what came back from outside when it failed"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("answer", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("outbox", "answer")
