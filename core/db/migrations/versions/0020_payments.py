"""Fees: payments asked for, the ledger, and what does not add up"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "payment_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("qr", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opened", TIME, nullable=False),
        sa.Column("closed", TIME, nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_payment_request_dossier_id_dossier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_request")),
        sa.UniqueConstraint("code", name=op.f("uq_payment_request_code")),
    )
    op.create_index(op.f("ix_payment_request_dossier_id"), "payment_request", ["dossier_id"], unique=False)
    op.create_table(
        "payment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("receipt_number", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("refund_of_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_payment_dossier_id_dossier")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_payment_by_id_person")),
        sa.ForeignKeyConstraint(["refund_of_id"], ["payment.id"], name=op.f("fk_payment_refund_of_id_payment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("receipt_number", name=op.f("uq_payment_receipt_number")),
        sa.UniqueConstraint("reference", name=op.f("uq_payment_reference")),
    )
    op.create_index(op.f("ix_payment_dossier_id_at"), "payment", ["dossier_id", "at"], unique=False)
    _differences()


def _differences() -> None:
    op.create_table(
        "payment_difference",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("expected", sa.BigInteger(), nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("opened", TIME, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("settled", TIME, nullable=True),
        sa.Column("settled_by_name", sa.String(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_payment_difference_dossier_id_dossier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_difference")),
        sa.UniqueConstraint("key", name=op.f("uq_payment_difference_key")),
    )
    op.create_index(op.f("ix_payment_difference_dossier_id"), "payment_difference", ["dossier_id"], unique=False)
    op.create_index(op.f("ix_payment_difference_state_id"), "payment_difference", ["state", "id"], unique=False)


def downgrade() -> None:
    for table in ("payment_difference", "payment", "payment_request"):
        op.drop_table(table)
