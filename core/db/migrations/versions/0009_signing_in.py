"""Signing in: sessions on the server, second factors, tries counted in one statement, and tokens that tell their use"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    # Not in a batch: SQLite would make the tables anew, and could not drop the old ones that others refer to.
    op.add_column("person", sa.Column("must_change", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("person", sa.Column("subject", sa.String(), nullable=True))
    op.add_column("person", sa.Column("passwords_until", TIME, nullable=True))
    op.create_index(op.f("ix_person_subject"), "person", ["subject"], unique=True)
    op.drop_column("person", "epoch")
    op.add_column("api_token", sa.Column("used", TIME, nullable=True))
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.add_column(sa.Column("made_by_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_api_token_made_by_id_person"), "person", ["made_by_id"], ["id"])
    op.drop_table("attempt")
    _tables()


def _tables() -> None:
    op.create_table(
        "try_budget",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("ahead", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_try_budget")),
    )
    op.create_index(op.f("ix_try_budget_ahead"), "try_budget", ["ahead"], unique=False)
    op.create_table(
        "staff_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("proof", sa.String(), nullable=False),
        sa.Column("begun", TIME, nullable=False),
        sa.Column("seen", TIME, nullable=False),
        sa.Column("ends", TIME, nullable=False),
        sa.Column("ended", TIME, nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_staff_session_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_session")),
        sa.UniqueConstraint("hash", name=op.f("uq_staff_session_hash")),
    )
    op.create_index(op.f("ix_staff_session_person_id"), "staff_session", ["person_id"], unique=False)
    op.create_index(op.f("ix_staff_session_ends"), "staff_session", ["ends"], unique=False)
    op.create_table(
        "second_factor",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("created", TIME, nullable=False),
        sa.Column("confirmed", TIME, nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_second_factor_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("used", TIME, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_person_id"), "recovery_code", ["person_id"], unique=False)


def downgrade() -> None:
    for table in ("recovery_code", "second_factor", "staff_session", "try_budget"):
        op.drop_table(table)
    op.create_table(
        "attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index(op.f("ix_attempt_subject_at"), "attempt", ["subject", "at"], unique=False)
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_api_token_made_by_id_person"), type_="foreignkey")
        batch_op.drop_column("made_by_id")
    op.drop_column("api_token", "used")
    op.add_column("person", sa.Column("epoch", sa.Integer(), server_default="0", nullable=False))
    op.drop_index(op.f("ix_person_subject"), table_name="person")
    for column in ("passwords_until", "subject", "must_change"):
        op.drop_column("person", column)
