"""Letters that reached nobody wait for the desk; a call says which of its topic's systems carries it out"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("system", sa.String(), nullable=True))
    op.create_table(
        "untold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=True),
        sa.Column("incident_id", sa.Uuid(), nullable=True),
        sa.Column("opened", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Uuid(), nullable=True),
        sa.Column("done_by_name", sa.String(), nullable=True),
        sa.Column("way", sa.String(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["outbox.id"], name=op.f("fk_untold_call_id_outbox")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_untold_dossier_id_dossier")),
        sa.ForeignKeyConstraint(["done_by_id"], ["person.id"], name=op.f("fk_untold_done_by_id_person")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_untold_incident_id_incident")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_untold_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_untold")),
    )
    op.create_index("ix_untold_unit_id_done_opened", "untold", ["unit_id", "done", "opened"])
    op.create_index("ix_untold_dossier_id", "untold", ["dossier_id"])
    op.create_index("ix_untold_call_id", "untold", ["call_id"])


def downgrade() -> None:
    op.drop_table("untold")
    op.drop_column("outbox", "system")
