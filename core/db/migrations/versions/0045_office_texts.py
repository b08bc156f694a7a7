"""The office's own letters can be changed: each change is a row, the newest of a letter is in force"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "office_text",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_office_text_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_text")),
        sa.UniqueConstraint("event", "language", "number", name=op.f("uq_office_text_event_language_number")),
    )


def downgrade() -> None:
    op.drop_table("office_text")
