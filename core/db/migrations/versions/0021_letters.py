"""Official letters between offices: the register, what is said of each, and messages as the axis brought them"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("kind", sa.Integer(), nullable=False),
        sa.Column("refers_to", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("organ", sa.String(), nullable=False),
        sa.Column("organ_name", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("type_name", sa.String(), nullable=False),
        sa.Column("promulgated", sa.Date(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("signature_algorithm", sa.String(), nullable=False),
        sa.Column("signer", sa.String(), nullable=False),
        sa.Column("message_sha256", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("status_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dossier_id", sa.Uuid(), nullable=True),
        sa.Column("inquiry", sa.String(), nullable=True),
        sa.Column("found_by", sa.Text(), nullable=False),
        sa.Column("undelivered", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_letter_dossier_id_dossier")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_letter_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("direction", "document_id", name=op.f("uq_letter_direction_document_id")),
        sa.UniqueConstraint(
            "unit_id", "direction", "year", "number", name=op.f("uq_letter_unit_id_direction_year_number")
        ),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_direction_id"), ["direction", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_inquiry"), ["inquiry"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_undelivered"), ["undelivered"], unique=False)

    op.create_table(
        "axis_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("axis_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason_code", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_axis_message_letter_id_letter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_axis_message")),
        sa.UniqueConstraint("axis_id", name=op.f("uq_axis_message_axis_id")),
    )
    with op.batch_alter_table("axis_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_axis_message_state_id"), ["state", "id"], unique=False)

    op.create_table(
        "letter_attachment",
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("marks", sa.String(), nullable=False),
        sa.Column("scan", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_attachment_letter_id_letter")),
        sa.PrimaryKeyConstraint("letter_id", "position", name=op.f("pk_letter_attachment")),
    )
    with op.batch_alter_table("letter_attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_attachment_sha256"), ["sha256"], unique=False)

    op.create_table(
        "letter_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_report_letter_id_letter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_report")),
    )
    with op.batch_alter_table("letter_report", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_letter_report_direction_sent_next_attempt"),
            ["direction", "sent", "next_attempt"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_letter_report_letter_id"), ["letter_id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("letter_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_report_letter_id"))
        batch_op.drop_index(batch_op.f("ix_letter_report_direction_sent_next_attempt"))

    op.drop_table("letter_report")
    with op.batch_alter_table("letter_attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_attachment_sha256"))

    op.drop_table("letter_attachment")
    with op.batch_alter_table("axis_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_axis_message_state_id"))

    op.drop_table("axis_message")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_undelivered"))
        batch_op.drop_index(batch_op.f("ix_letter_inquiry"))
        batch_op.drop_index(batch_op.f("ix_letter_dossier_id"))
        batch_op.drop_index(batch_op.f("ix_letter_direction_id"))

    op.drop_table("letter")
