"""A shipment says what was ordered: from which carrier, for whom, to where"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None
COLUMNS = ("order_number", "carrier", "service", "receiver", "address")


def upgrade() -> None:
    with op.batch_alter_table("shipment") as table:
        for name in COLUMNS:
            table.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
        for name in COLUMNS:
            table.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("shipment") as table:
        for name in COLUMNS:
            table.drop_column(name)
