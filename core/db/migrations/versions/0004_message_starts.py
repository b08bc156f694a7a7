"""The messages that begin a procedure's version"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message_start",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("element", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["procedure_version.id"], name=op.f("fk_message_start_version_id_procedure_version")
        ),
        sa.PrimaryKeyConstraint("version_id", "name", name=op.f("pk_message_start")),
    )
    with op.batch_alter_table("message_start", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_start_name"), ["name"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("message_start", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_start_name"))

    op.drop_table("message_start")
