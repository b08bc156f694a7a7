"""Limits as the office holds them: on both databases, with nothing lost and no step half done."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, func, insert, select

from core import limits
from core.db.base import table_of
from core.db.models import Audience, Dossier, Incident, Outbox, Task
from core.domain import roles
from core.errors.dossiers import CannotAdvance
from core.errors.procedures import DeploymentRefused
from core.errors.requests import TooMuch
from core.services.authorization import audiences
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import Applicant, Reception
from core.services.views.tasks import TaskFilter
from tests.support.staff import staff
from tests.unit.bpmn import diagrams as d

CARD = 'code = "9.000001"\nname = "Thử"\ntime_limit = "1d"\n'
UNIT = "H99.05"
HEAVY = "=count(for i in 1..400, j in 1..100 return i + j)"


def deploy(office: Office, *parts: str, names: tuple[str, ...], card: str = CARD) -> None:
    flows = d.path("Start", *names, "End")
    diagram = d.diagram(d.start(), *parts, d.end(), flows, process_id="thu")
    office.procedures.deploy({"process.bpmn": diagram, "procedure.toml": card.encode()}, SYSTEM)


def receive(office: Office) -> Any:
    person = Applicant("Nguyễn Văn An", "001099000011", "0901234567", "", "Số 1")
    command = Reception("9.000001", UNIT, "counter", person, {}, "counter")
    return office.reception.receive(command, staff(office, "receiver"))


def only_task(office: Office, code: str) -> Any:
    (task,) = office.queue.page(TaskFilter(dossier=code), SYSTEM).items
    return task


@pytest.mark.parametrize(
    ("part", "limit"),
    [
        (d.script("S", HEAVY, "v", ""), "1000000"),
        (d.user("S", groups="=for i in 1..5003 return dossier.code + string(i)"), "20"),
        (d.user("S", groups='=dossier.code + "nhóm\\u0000"'), "U+0000"),
        (d.user("S", inner=d.multiple("=for i in 1..20000 return i", "item")), "10000"),
    ],
)
def test_what_is_too_much_is_an_incident_at_its_element(demo: Office, database_url: str, part: str, limit: str) -> None:
    """The step is not taken, the task stays open with what was typed, and the incident names element and limit."""
    repeated = (
        [part]
        if "scriptTask" not in part
        else [part.replace('id="S"', f'id="{name}"') for name in ("S", *(f"S{number}" for number in range(60)))]
    )
    names = ("First", *(text.split('id="')[1].split('"')[0] for text in repeated))
    deploy(demo, d.user("First", groups="receiver"), *repeated, names=names)
    made = receive(demo)
    task = only_task(demo, made.code)
    with pytest.raises(CannotAdvance):
        demo.tasks.complete(task.id, {}, staff(demo, "receiver"))
    again = only_task(demo, made.code)
    assert (again.id, again.state) == (task.id, "open")
    with demo.context.work.read() as work:
        incident = work.execute(select(Incident.element, Incident.message)).one()
    assert incident.element.startswith("S")
    assert limit in incident.message


def test_what_a_worker_answers_and_no_database_keeps_is_an_incident(demo: Office, database_url: str) -> None:
    deploy(demo, d.service("Call", d.mappings({"to": "=1", "text": "=2"})), names=("Call",))
    receive(demo)
    for answer in ({"note": "a\0b"}, {"k\0": 1}, {"note": "a\ud800"}):
        with demo.context.work.read() as work:
            row = work.execute(select(Outbox.id).where(Outbox.token.is_not(None))).one()
        job = demo.outbox.lease(row.id)
        assert job is not None
        assert demo.outbox.succeeded(job, answer)
        with demo.context.work.read() as work:
            incident = work.execute(select(Incident.id, Incident.element, Incident.message, Incident.state)).all()[-1]
        assert (incident.element, incident.state) == ("Call", "open")
        assert "cannot be kept" in incident.message
        demo.incidents.retry(incident.id, SYSTEM)
    with demo.context.work.read() as work:
        row = work.execute(select(Outbox.id).where(Outbox.token.is_not(None))).one()
    job = demo.outbox.lease(row.id)
    assert job is not None
    assert demo.outbox.failed(job, "the outside said \0 and \ud800" + "x" * 5_000, retry=False)
    with demo.context.work.read() as work:
        message = work.execute(select(Incident.message).order_by(Incident.id)).all()[-1].message
    assert len(message) == limits.FAULT_CHARACTERS
    assert "\0" not in message


def test_audiences_cost_a_queue_the_same_however_many_there_are(demo: Office, database_url: str) -> None:
    """A diagram may compute its groups: thousands of audiences must not make each page a statement of thousands."""
    clerk = staff(demo, "receiver")
    sizes = []
    for count in (10, 3_000):
        with demo.context.work() as work:
            unit = (
                demo.context.directory.tree().by_code[clerk.memberships[0].unit_code]
                if hasattr(clerk.memberships[0], "unit_code")
                else clerk.memberships[0].unit_id
            )
            rows = [{"key": f"receiver@x{n:05},r{count}@x", "role": "receiver", "unit_id": unit} for n in range(count)]
            work.session.execute(insert(table_of(Audience)), rows)
        statements: list[str] = []
        engines = {id(found): found for found in (demo.context.work.engine, demo.context.work.reading)}.values()

        def note(
            _conn: Any, _cursor: Any, text: str, parameters: Any, *_: Any, statements: list[str] = statements
        ) -> None:
            statements.append(text + str(parameters))

        for engine in engines:
            event.listen(engine, "before_cursor_execute", note)
        try:
            demo.queue.page(TaskFilter(), clerk)
            demo.queue.counts(clerk)
        finally:
            for engine in engines:
                event.remove(engine, "before_cursor_execute", note)
        sizes.append(sum(map(len, statements)))
    assert sizes[1] < 4 * max(sizes[0], 20_000)


def test_a_queue_of_many_audiences_shows_the_same_tasks(
    demo: Office, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = staff(demo, "receiver")
    deploy(demo, d.user("First", groups="receiver"), names=("First",))
    for _ in range(3):
        receive(demo)
    few = [task.id for task in demo.queue.page(TaskFilter(), clerk, limit=50).items]
    counted = demo.queue.counts(clerk)
    assert few
    monkeypatch.setattr(audiences, "MOST_KEYS", 0)
    assert [task.id for task in demo.queue.page(TaskFilter(), clerk, limit=50).items] == few
    assert demo.queue.counts(clerk) == counted


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({f"f{number}.form": b"{}" for number in range(limits.BUNDLE_FILES + 1)}, "files-too-many"),
        ({"a.dmn": b" " * (limits.BUNDLE_BYTES + 1)}, "files-too-large"),
        ({"a" * limits.FILE_NAME_CHARACTERS + ".form": b"{}"}, "file-name-wrong"),
        ({"a\0.form": b"{}"}, "file-name-wrong"),
        (
            {"process.bpmn": b"<a/>", "procedure.toml": b'code = "1"\nname = "a\\u0000"\ntime_limit = "1d"'},
            "details-wrong",
        ),
        (
            {
                "process.bpmn": b"<a/>",
                "procedure.toml": f'code = "1"\nname = "{"n" * 201}"\ntime_limit = "1d"'.encode(),
            },
            "details-wrong",
        ),
    ],
)
def test_a_bundle_has_a_size(office: Office, database_url: str, files: dict[str, bytes], code: str) -> None:
    with pytest.raises(DeploymentRefused) as caught:
        office.procedures.deploy(files, SYSTEM)
    assert code in {problem.code for problem in caught.value.problems}


def test_the_longest_keys_and_groups_fit_into_the_indexes(demo: Office, database_url: str) -> None:
    """What passes the limits is kept by both databases, letters of several bytes included."""
    from bpmn import limits as bpmn_limits

    units = sorted(demo.context.directory.tree().by_code, key=len)[-3:]
    pairs = [f"{role}@{unit}" for unit in units for role in sorted(roles.LABELS)]
    groups = ",".join(pairs[: bpmn_limits.CANDIDATE_GROUPS])
    key = '=string join(for i in 1..333 return "ộ")'
    beside = d.message("M", "ộ" * 333, key)
    parts = (d.user("First", groups=groups), d.receive("Wait", "M"))
    flows = d.path("Start", "First", "Wait", "End")
    diagram = d.diagram(d.start(), *parts, d.end(), flows, beside=beside, process_id="thu")
    demo.procedures.deploy({"process.bpmn": diagram, "procedure.toml": CARD.encode()}, SYSTEM)
    made = receive(demo)
    demo.tasks.complete(only_task(demo, made.code).id, {}, SYSTEM)
    with demo.context.work.read() as work:
        assert (
            work.scalar(
                select(func.count())
                .select_from(Task)
                .where(Task.state == "open", Task.dossier_id.in_(select(Dossier.id).where(Dossier.code == made.code)))
            )
            == 0
        )


#: begins with a message and throws the same again: without end it would open dossiers for ever
CIRCLE = d.diagram(
    d.begin("Asked", "Ask"),
    d.send("Again", "Ask", d.mappings({"unit": f'="{UNIT}"'})),
    d.user("Look"),
    d.path("Asked", "Again", "Look"),
    beside=d.message("Ask", "circle", ""),
)


def test_dossiers_that_open_each_other_stop(demo: Office, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many hand-overs with nobody in between the next is an incident of the last, and the dossiers stay."""
    from tests.workers import procedures
    from workers.context import WorkerContext
    from workers.errors import Refused
    from workers.message_delivery import pass_on

    for module in ("core.services.running.effect_rows", "core.limits"):
        monkeypatch.setattr(f"{module}.HOPS", 3)
    procedures.deploy(demo, CIRCLE, "9.999931")
    applicant = {"name": "Người nộp Minh Hoạ", "identityNumber": "001099000001", "phone": "0900000001"}
    demo.messages.correlate("circle", None, {"unit": UNIT, "applicant": applicant}, SYSTEM)
    handed = 0
    ctx = WorkerContext(demo, demo.context.settings)
    while handed < 20:
        rows = [row for row in demo.outbox.due(100) if row.topic == "message.pass"]
        if not rows:
            break
        job = demo.outbox.lease(rows[0].id)
        assert job is not None
        try:
            assert demo.outbox.succeeded(job, pass_on(job, ctx))
            handed += 1
        except Refused as error:
            assert demo.outbox.failed(job, error.text("en"), retry=False)
            break
    with demo.context.work.read() as work:
        dossiers = work.scalar(select(func.count()).select_from(Dossier).where(Dossier.procedure_code == "9.999931"))
        incident = work.execute(select(Incident.element, Incident.topic)).one()
    assert handed == 2
    assert dossiers == 3
    assert (incident.element, incident.topic) == ("Again", "message.pass")


def test_a_message_for_more_dossiers_than_one_step_may_move_is_refused(
    demo: Office, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.services.outside.messages.MESSAGE_DOSSIERS", 2)
    diagram = d.diagram(
        d.start(), d.receive("Wait", "M"), d.end(), d.path("Start", "Wait", "End"), beside=d.message("M", "news", '="k"'),
        process_id="thu",
    )  # fmt: skip
    demo.procedures.deploy({"process.bpmn": diagram, "procedure.toml": CARD.encode()}, SYSTEM)
    for _ in range(3):
        receive(demo)
    with pytest.raises(TooMuch):
        demo.messages.correlate("news", "k", {}, SYSTEM)
    with demo.context.work.read() as work:
        assert work.scalar(select(func.count()).select_from(Incident)) == 0


def test_what_a_message_or_signal_carries_has_a_size(demo: Office, database_url: str) -> None:
    for size, send in ((2_000_001, lambda v: demo.messages.correlate("any", "k", v, SYSTEM)), (65_537, lambda v: demo.signals.broadcast("any", v, SYSTEM))):  # fmt: skip
        with pytest.raises(TooMuch):
            send({"text": "x" * size})
    with pytest.raises(TooMuch):
        demo.messages.correlate("any", "k", {"n" * 501: 1}, SYSTEM)
