"""The column of an incident's redacted message is named as what it holds"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE incident RENAME COLUMN bare TO redacted")


def downgrade() -> None:
    op.execute("ALTER TABLE incident RENAME COLUMN redacted TO bare")
