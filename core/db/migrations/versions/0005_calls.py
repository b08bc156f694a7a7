"""Called processes: by which id a version is called, and which version a task's form belongs to"""

import sqlalchemy as sa
from alembic import op
from lxml import etree

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"


def upgrade() -> None:
    # Not in a batch: SQLite would make the table anew, and could not drop the old one that others refer to.
    op.add_column("procedure_version", sa.Column("process_id", sa.String(), server_default="", nullable=False))
    op.add_column("procedure_version", sa.Column("version_tag", sa.String(), nullable=True))
    op.create_index(op.f("ix_procedure_version_process_id"), "procedure_version", ["process_id"], unique=False)
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_task_version_id_procedure_version"), "procedure_version", ["version_id"], ["id"]
        )
    _name_processes()


def _name_processes() -> None:
    """Reads the ids out of the diagrams that are deployed: they have all passed lint."""
    files = sa.table("procedure_file", sa.column("version_id", sa.Uuid()), sa.column("name"), sa.column("data"))
    versions = sa.table(
        "procedure_version", sa.column("id", sa.Uuid()), sa.column("process_id"), sa.column("version_tag")
    )
    connection = op.get_bind()
    found = connection.execute(sa.select(files.c.version_id).where(files.c.name == "process.bpmn")).scalars().all()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for version in found:
        diagram = connection.execute(
            sa.select(files.c.data).where(files.c.version_id == version, files.c.name == "process.bpmn")
        ).scalar_one()
        process = etree.fromstring(bytes(diagram), parser).find(f"{BPMN}process[@isExecutable='true']")
        if process is None:
            continue
        tag = process.find(f"{BPMN}extensionElements/{ZEEBE}versionTag")
        values = {"process_id": process.get("id"), "version_tag": None if tag is None else tag.get("value")}
        connection.execute(sa.update(versions).where(versions.c.id == version).values(**values))


def downgrade() -> None:
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_task_version_id_procedure_version"), type_="foreignkey")
        batch_op.drop_column("version_id")
    op.drop_index(op.f("ix_procedure_version_process_id"), table_name="procedure_version")
    op.drop_column("procedure_version", "version_tag")
    op.drop_column("procedure_version", "process_id")
