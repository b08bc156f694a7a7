"""A shipment says since when its order is to be cancelled"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("shipment", sa.Column("withdrawn", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("shipment", "withdrawn")
