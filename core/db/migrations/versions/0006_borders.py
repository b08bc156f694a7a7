"""The unit a person was made in, and roles given again on the day they were taken away"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OLD = "uq_membership_person_id_role_unit_id_starts"
OPEN = sa.text("ends IS NULL")


def upgrade() -> None:
    # In line, not in a batch: SQLite would make the table anew, and could not drop the old one that others refer to.
    home = sa.Column("home_id", sa.Uuid(), sa.ForeignKey("unit.id", name=op.f("fk_person_home_id_unit")), nullable=True)
    op.add_column("person", home, inline_references=True)
    op.create_index(op.f("ix_person_home_id"), "person", ["home_id"], unique=False)
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(OLD), type_="unique")
        batch_op.create_index(op.f("ix_membership_person_id"), ["person_id"], unique=False)
    _close_doubles()
    columns = ["person_id", "role", "unit_id"]
    op.create_index("uq_membership_open", "membership", columns, unique=True, sqlite_where=OPEN, postgresql_where=OPEN)


def _close_doubles() -> None:
    """Of several spans of a role without an end, the one that began first tells everything."""
    op.execute(
        "DELETE FROM membership WHERE ends IS NULL AND EXISTS (SELECT 1 FROM membership AS other WHERE other.ends IS NULL"
        " AND other.person_id = membership.person_id AND other.role = membership.role"
        " AND other.unit_id = membership.unit_id AND other.starts < membership.starts)"
    )


def downgrade() -> None:
    op.drop_index("uq_membership_open", table_name="membership")
    # Spans that ended before they began were never in force; two of a day could not stand beside each other.
    op.execute("DELETE FROM membership WHERE ends < starts")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(op.f("ix_membership_person_id"))
        batch_op.create_unique_constraint(op.f(OLD), ["person_id", "role", "unit_id", "starts"])
    op.drop_index(op.f("ix_person_home_id"), table_name="person")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("ALTER TABLE person DROP COLUMN home_id")
    else:
        op.drop_column("person", "home_id")
