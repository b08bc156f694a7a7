"""Parcels are handed over by manifest; a shipment keeps the receiver's telephone"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("shipment", sa.Column("phone", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "manifest",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("handed_over", sa.DateTime(timezone=True), nullable=False),
        sa.Column("carrier_person", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_manifest_by_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_manifest_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manifest")),
        sa.UniqueConstraint("number", name=op.f("uq_manifest_number")),
    )
    op.create_index("ix_manifest_unit_id_handed_over", "manifest", ["unit_id", "handed_over"])
    op.create_table(
        "manifest_line",
        sa.Column("shipment_id", sa.Uuid(), nullable=False),
        sa.Column("manifest_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["manifest_id"], ["manifest.id"], name=op.f("fk_manifest_line_manifest_id_manifest")),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipment.id"], name=op.f("fk_manifest_line_shipment_id_shipment")),
        sa.PrimaryKeyConstraint("shipment_id", name=op.f("pk_manifest_line")),
    )
    op.create_index("ix_manifest_line_manifest_id", "manifest_line", ["manifest_id"])


def downgrade() -> None:
    op.drop_table("manifest_line")
    op.drop_table("manifest")
    op.drop_column("shipment", "phone")
