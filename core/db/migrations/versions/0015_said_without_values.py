"""An incident keeps its message without values, too, for those who may not see the dossier"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("incident", sa.Column("bare", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("incident", "bare")
