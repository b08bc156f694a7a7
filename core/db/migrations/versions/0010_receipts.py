"""No secret of a receipt in the answers kept for repeated requests"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    kept = sa.table(
        "idempotency",
        *(sa.column(name, sa.String()) for name in ("actor", "operation", "key")),
        sa.column("answer", sa.Text()),
    )
    connection = op.get_bind()
    rows = connection.execute(
        sa.select(kept).where(kept.c.operation == "dossier.receive", kept.c.answer.like("%receipt_secret%"))
    ).all()
    for row in rows:
        answer = json.loads(row.answer, parse_float=str)  # only to see whether there is one: the rest stays as it is
        if not isinstance(answer, dict) or not answer.get("receipt_secret"):
            continue
        secret = json.dumps(answer["receipt_secret"])
        bare = row.answer.replace(f'"receipt_secret":{secret}', '"receipt_secret":null')
        bare = bare.replace(f'"receipt_secret": {secret}', '"receipt_secret":null')
        here = (kept.c.actor == row.actor, kept.c.operation == row.operation, kept.c.key == row.key)
        connection.execute(sa.update(kept).where(*here).values(answer=bare))


def downgrade() -> None:
    """What was taken out cannot be put back, and nobody misses it."""
