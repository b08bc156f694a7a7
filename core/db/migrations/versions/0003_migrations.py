"""Dossiers on their way to another version"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "migration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("only", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_by_name", sa.String(), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_by_id", sa.Uuid(), nullable=True),
        sa.Column("started_by_username", sa.String(), nullable=True),
        sa.Column("started_by_name", sa.String(), nullable=True),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_migration_created_by_id_person")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["procedure_version.id"], name=op.f("fk_migration_source_id_procedure_version")
        ),
        sa.ForeignKeyConstraint(["started_by_id"], ["person.id"], name=op.f("fk_migration_started_by_id_person")),
        sa.ForeignKeyConstraint(
            ["target_id"], ["procedure_version.id"], name=op.f("fk_migration_target_id_procedure_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_migration")),
    )
    with op.batch_alter_table("migration", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_migration_state_next_attempt"), ["state", "next_attempt"], unique=False)

    op.create_table(
        "migration_item",
        sa.Column("migration_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("state_before", sa.LargeBinary(), nullable=True),
        sa.Column("rows_before", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_migration_item_dossier_id_dossier")),
        sa.ForeignKeyConstraint(
            ["migration_id"], ["migration.id"], name=op.f("fk_migration_item_migration_id_migration")
        ),
        sa.PrimaryKeyConstraint("migration_id", "dossier_id", name=op.f("pk_migration_item")),
    )
    with op.batch_alter_table("migration_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_migration_item_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_migration_item_migration_id_state_dossier_id"),
            ["migration_id", "state", "dossier_id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("migration_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_migration_item_migration_id_state_dossier_id"))
        batch_op.drop_index(batch_op.f("ix_migration_item_dossier_id"))

    op.drop_table("migration_item")
    with op.batch_alter_table("migration", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_migration_state_next_attempt"))

    op.drop_table("migration")
