"""A shipment says whether it brings a result or fetches papers"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("shipment", sa.Column("direction", sa.String(), nullable=False, server_default="return"))


def downgrade() -> None:
    op.drop_column("shipment", "direction")
