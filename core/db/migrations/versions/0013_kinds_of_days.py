"""A day of the working calendar is of one of three kinds; what was entered wrongly before stays, and is named by the health page"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

NAME = "ck_working_day_kind"
RULE = "kind IN ('off', 'work', 'half')"


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        wrong = op.get_bind().exec_driver_sql(f"SELECT count(*) FROM working_day WHERE NOT ({RULE})").scalar()
        op.execute(f"ALTER TABLE working_day ADD CONSTRAINT {NAME} CHECK ({RULE})" + (" NOT VALID" if wrong else ""))
        return
    op.execute("PRAGMA ignore_check_constraints = ON")  # SQLite makes the table anew and copies the rows
    try:
        with op.batch_alter_table("working_day") as batch:
            batch.create_check_constraint(op.f(NAME), RULE)
    finally:
        op.execute("PRAGMA ignore_check_constraints = OFF")


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f(NAME), "working_day", type_="check")
        return
    with op.batch_alter_table("working_day") as batch:
        batch.drop_constraint(op.f(NAME), type_="check")
