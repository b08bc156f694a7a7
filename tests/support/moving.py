"""A small procedure in versions of the test's own, and dossiers on it, for what moves them from one to another."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import quoteattr

from sqlalchemy import select

from core.db.models import Dossier, Event
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.migration import MigrationOrder, MigrationView
from core.services.views.tasks import TaskView
from tests.support.staff import staff
from tests.workers import procedures

CODE = procedures.CODE
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'id="Definitions_Moving" targetNamespace="http://bpmn.io/schema/bpmn">'
)


def task(identifier: str, role: str = "reviewer", **properties: str) -> str:
    """A user task without a form."""
    given = "".join(f"<zeebe:property name={quoteattr(k)} value={quoteattr(v)}/>" for k, v in properties.items())
    extensions = f"<zeebe:userTask/><zeebe:assignmentDefinition candidateGroups={quoteattr(role)}/>"
    extensions += f"<zeebe:properties>{given}</zeebe:properties>" if given else ""
    return (
        f"<bpmn:userTask id={quoteattr(identifier)} name={quoteattr(identifier)}>"
        f"<bpmn:extensionElements>{extensions}</bpmn:extensionElements></bpmn:userTask>"
    )


def timer(identifier: str, host: str, duration: str) -> str:
    """A non-interrupting timer on a task's border that leads to an end of its own."""
    wait = f'<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">{duration}</bpmn:timeDuration>'
    return (
        f'<bpmn:boundaryEvent id="{identifier}" name="{identifier}" attachedToRef="{host}" cancelActivity="false">'
        f"<bpmn:timerEventDefinition>{wait}</bpmn:timerEventDefinition></bpmn:boundaryEvent>"
        f'<bpmn:endEvent id="End_{identifier}"/>{flow(identifier, f"End_{identifier}")}'
    )


def service(identifier: str, topic: str = "notify.send") -> str:
    """A call to the outside."""
    definition = f'<bpmn:extensionElements><zeebe:taskDefinition type="{topic}"/></bpmn:extensionElements>'
    return f'<bpmn:serviceTask id="{identifier}" name="{identifier}">{definition}</bpmn:serviceTask>'


def flow(source: str, target: str) -> str:
    """A sequence flow."""
    return f'<bpmn:sequenceFlow id="{source}__{target}" sourceRef="{source}" targetRef="{target}"/>'


def line(*nodes: str, names: tuple[str, ...]) -> bytes:
    """Start → the named nodes in order → end; other nodes bring their own flows."""
    way = ("Start", *names, "End")
    flows = "".join(flow(one, other) for one, other in pairwise(way))
    body = f'<bpmn:startEvent id="Start"/>{"".join(nodes)}<bpmn:endEvent id="End"/>{flows}'
    return f'{_HEAD}<bpmn:process id="Process_Moving" isExecutable="true">{body}</bpmn:process></bpmn:definitions>'.encode()


OLD = line(task("A"), task("B"), timer("Late", "A", "P5D"), names=("A", "B"))
#: A for other people under another name, with another kind; a new step; another time to wait
NEW = line(task("A", "head", kind="approve").replace('name="A"', 'name="A mới"'), task("N"), task("B"), timer("Late", "A", "P9D"), names=("A", "N", "B"))  # fmt: skip
#: B is gone
SHORT = line(task("A"), timer("Late", "A", "P5D"), names=("A",))


def deployed(office: Office, *diagrams: bytes) -> None:
    """Deploys the diagrams as versions 1, 2 …"""
    for diagram in diagrams:
        procedures.deploy(office, diagram)


def opened(office: Office, count: int = 1) -> list[str]:
    """Dossiers on the newest version; their codes."""
    return [procedures.receive(office, return_by="counter").code for _ in range(count)]


def the_task(office: Office, code: str) -> TaskView:
    """The one open task of a dossier, as the office's system sees it."""
    (found,) = office.dossiers.get(code, staff(office, "auditor")).tasks
    return found


def complete(office: Office, code: str) -> None:
    """Completes the one open task."""
    open_task = the_task(office, code)
    office.tasks.complete(open_task.id, {}, SYSTEM)


def order(office: Office, source: int = 1, target: int = 2, **changes: Any) -> MigrationView:
    """A migration ordered by the designer, not yet looked at."""
    command = MigrationOrder(procedure=CODE, source=source, target=target, reason="Văn bản mới có hiệu lực", **changes)
    return office.migrations.order(command, staff(office, "designer"))


def checked(office: Office, **changes: Any) -> MigrationView:
    """A migration whose dry run is through."""
    migration = order(office, **changes)
    work_off(office, migration)
    return office.migrations.get(migration.id, staff(office, "designer"))


def work_off(office: Office, migration: MigrationView, chunk: int = 50) -> None:
    """What jobs do until nothing waits."""
    while office.migration_jobs.process_chunk(migration.id, chunk):
        pass


def migrated(office: Office, **changes: Any) -> MigrationView:
    """A migration run to its end."""
    migration = checked(office, **changes)
    office.migrations.start(migration.id, staff(office, "admin"))
    work_off(office, migration)
    return office.migrations.get(migration.id, staff(office, "admin"))


def intact(office: Office, *codes: str) -> None:
    """Proves that the history of each dossier is whole."""
    found = [office.audit.verify(code, staff(office, "auditor")) for code in codes]
    assert all(one.intact for one in found), found


def version(office: Office, code: str) -> int:
    """The version a dossier is on."""
    return office.dossiers.get(code, staff(office, "auditor")).version


def rows(office: Office, model: Any, code: str) -> list[Any]:
    """The dossier's rows of a table, in order."""
    with office.context.work.read() as work:
        dossier = select(Dossier.id).where(Dossier.code == code).scalar_subquery()
        order = model.id if hasattr(model, "id") else model.seq
        found = work.scalars(select(model).where(model.dossier_id == dossier).order_by(order)).all()
    return list(found)


def told(office: Office, code: str, kind: str) -> list[dict[str, Any]]:
    """The payloads of the dossier's events of a kind."""
    with office.context.work.read() as work:
        found = select(Event).join(Dossier, Dossier.id == Event.dossier_id)
        return [
            json.loads(event.payload)
            for event in work.scalars(found.where(Dossier.code == code, Event.kind == kind).order_by(Event.seq))
        ]


def between_versions(office: Office) -> list[str]:
    """Five dossiers on version 1, and version 2 deployed: three wait at A, two at B."""
    deployed(office, OLD)
    codes = opened(office, 5)
    for code in codes[:2]:
        complete(office, code)
    deployed(office, NEW)
    return codes
