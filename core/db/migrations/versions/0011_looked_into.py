"""What was found in a paper when it came: marks of what can act in it, and the virus scanner's word"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("document", sa.Column("marks", sa.String(), nullable=False, server_default=""))
    op.add_column("document", sa.Column("scan", sa.String(), nullable=False, server_default="none"))


def downgrade() -> None:
    for name in ("scan", "marks"):
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"ALTER TABLE document DROP COLUMN {name}")
        else:
            op.drop_column("document", name)
