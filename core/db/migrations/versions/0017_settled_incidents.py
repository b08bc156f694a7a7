"""An incident tells how it was settled, and why"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("incident", sa.Column("settlement", sa.String(), nullable=True))
    op.add_column("incident", sa.Column("reason", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("incident", "reason")
    op.drop_column("incident", "settlement")
