"""A shipment remembers which carrier has it"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("shipment", sa.Column("system", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("shipment", "system")
