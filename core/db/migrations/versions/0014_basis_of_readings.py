"""The access log tells on what basis a dossier was read, and whether it was searched for; earlier lines do not know it"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("access_log", sa.Column("basis", sa.String(), nullable=False, server_default=""))
    op.add_column("access_log", sa.Column("basis_of", sa.Text(), nullable=False, server_default=""))
    op.add_column("access_log", sa.Column("searched", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("access_log", "searched")
    op.drop_column("access_log", "basis_of")
    op.drop_column("access_log", "basis")
