"""Differences of payments have a unit, lines of the ledger a doubt, and inbound items a fingerprint"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("payment_difference") as table:
        table.add_column(sa.Column("unit_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f("fk_payment_difference_unit_id_unit"), "unit", ["unit_id"], ["id"])
    op.add_column("payment", sa.Column("doubt", sa.String(), nullable=False, server_default=""))
    op.add_column("inbound", sa.Column("fingerprint", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("inbound", "fingerprint")
    op.drop_column("payment", "doubt")
    with op.batch_alter_table("payment_difference") as table:
        table.drop_constraint(op.f("fk_payment_difference_unit_id_unit"), type_="foreignkey")
        table.drop_column("unit_id")
