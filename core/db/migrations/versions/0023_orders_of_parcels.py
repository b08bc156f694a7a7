"""A shipment says what was ordered: from which carrier, for whom, to where"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None
COLUMNS = ("order_number", "carrier", "service", "receiver", "address")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("shipment", sa.Column(name, sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_column("shipment", name)
