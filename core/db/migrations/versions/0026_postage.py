"""A shipment says what carrying it costs and what is collected at the door"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("shipment", sa.Column("postage", sa.BigInteger(), nullable=True))
    op.add_column("shipment", sa.Column("cod", sa.BigInteger(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("shipment", "cod")
    op.drop_column("shipment", "postage")
