"""Payments that are to be cancelled at the platform are found by their state"""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_payment_request_state"), "payment_request", ["state"])


def downgrade() -> None:
    op.drop_index(op.f("ix_payment_request_state"), "payment_request")
