"""Tamper: whatever one statement of SQL or one written file changes behind the office's back, a sentence names it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select, text

from core.db.models import JournalEntry
from core.errors.documents import PaperChanged
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierView
from tests.db.office_changes import OFFICE
from tests.db.row_changes import ONE, ROWS
from tests.db.test_dossier_way import ORDER, open_dossier
from tests.db.test_world_outside import do
from tests.support import offices
from tests.support.clock import TestClock
from tests.support.staff import staff

pytestmark = [pytest.mark.past_the_office, pytest.mark.usefixtures("database_url")]
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@dataclass(frozen=True)
class Scene:
    """An office with two dossiers of one day; the first has papers, a closed task, one held and a value."""

    office: Office
    first: DossierView
    second: DossierView

    def sql(self, statement: str) -> None:
        """Writes past the office, as somebody with the database's password could."""
        with self.office.context.work() as work:
            changed = work.connection.execute(text(statement), self._named(statement))
            assert changed.rowcount, statement

    def _named(self, statement: str) -> dict[str, Any]:
        named = {"code": self.first.code, "later": self.second.code}
        return {name: value for name, value in named.items() if f":{name}" in statement}

    @property
    def blobs(self) -> list[Path]:
        return [path for path in (self.office.context.settings.home / "blobs").rglob("*") if path.is_file()]


@pytest.fixture
def scene(demo: Office, clock: TestClock) -> Scene:
    first = open_dossier(demo, "1.004873")
    do(demo, first.code)
    demo.documents.add(first.code, "don.pdf", PDF, None, staff(demo, "receiver"))
    (task,) = demo.dossiers.get(first.code, SYSTEM).tasks
    demo.tasks.claim(task.id, next(staff(demo, role) for role in ORDER if role in task.roles))
    second = open_dossier(demo, "2.000908")
    scene = Scene(demo, first, second)
    assert offices.differences(demo) == []
    return scene


def found(scene: Scene) -> list[tuple[str, int | None, str]]:
    """The sentences of everything that does not fit, with the event and what they are about."""
    verdicts = [verdict for verdict in scene.office.audit.verify_all() if not verdict.intact]
    assert verdicts
    return [(str(one.sentence), one.event, verdict.dossier) for verdict in verdicts for one in verdict.findings]


@pytest.mark.parametrize("name", ROWS)
def test_a_changed_row_is_named(scene: Scene, name: str) -> None:
    statement, sentence, event = ROWS[name]
    scene.sql(statement)
    told = found(scene)
    (one,) = [each for each in told if sentence in each[0] and each[2] == scene.first.code] or [(str(told), -1, "")]
    assert one[1] == event, one
    verdict = scene.office.audit.verify(scene.first.code, SYSTEM)
    assert not verdict.intact and verdict.broken_at is None


@pytest.mark.parametrize("name", OFFICE)
def test_a_change_of_what_belongs_to_no_dossier_is_named(scene: Scene, name: str) -> None:
    statement, sentence = OFFICE[name]
    scene.sql(statement)
    told = found(scene)
    assert any(sentence in each[0] for each in told), told
    assert {each[2] for each in told} <= {"journal", "codes", "procedures", "people"}


def test_a_dossier_taken_out_is_noticed(scene: Scene) -> None:
    remove(scene, scene.first.code)
    ((sentence, _, about),) = found(scene)
    number = int(scene.first.code.rpartition("-")[2])
    assert sentence.startswith(f"Number {number} of H99.05 on ") and about == "codes"


def test_a_broken_chain_hides_no_other_change(scene: Scene) -> None:
    scene.sql(f"UPDATE event SET actor_name = 'Người Khác' WHERE seq = 4 AND dossier_id = {ONE}")
    scene.sql("UPDATE dossier SET status = 9, due = '2031-01-01 00:00:00+00' WHERE code = :code")
    scene.sql("UPDATE document SET name = 'khac.pdf'")
    verdict = scene.office.audit.verify(scene.first.code, SYSTEM)
    told = " ".join(str(one.sentence) for one in verdict.findings)
    assert verdict.broken_at == 4
    for sentence in ("the status is Processed", "the due date is 2031", "The entry of the paper “don.pdf”"):
        assert any(
            str(one.sentence).startswith("By the intact events 1–3: ") and sentence in str(one.sentence)
            for one in verdict.findings
        ), told


def test_a_task_is_called_as_the_history_calls_it(scene: Scene) -> None:
    scene.sql(f"UPDATE task SET name = 'Việc khác' WHERE state = 'open' AND dossier_id = {ONE}")
    ((sentence, event, _),) = found(scene)
    assert "the name is “Việc khác”; event 2 records “" in sentence and event == 2
    assert not sentence.startswith("Of the task “Việc khác”")


HIDDEN = {
    "from its units": (
        f"DELETE FROM dossier_unit WHERE dossier_id = {ONE}",
        "the units that see it",
        "Who sees the dossier",
    ),
    "from the search": (
        f"DELETE FROM dossier_word WHERE dossier_id = {ONE}",
        "The search of",
        "The search does not find",
    ),
    "from filtered lists": (
        "UPDATE dossier SET found_by = '' WHERE code = :code",
        "Lists that are",
        "The search does not",
    ),
    "from filtered queues": (f"UPDATE task SET found_by = '' WHERE dossier_id = {ONE}", "Lists that are filtered", ""),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_a_dossier_that_was_hidden_is_named_to_its_auditor_everywhere(scene: Scene, name: str) -> None:
    statement, of_dossier, of_office = HIDDEN[name]
    scene.sql(statement)
    auditor = staff(scene.office, "auditor")
    sheet = scene.office.audit.sheet(scene.first.code, auditor)
    assert [str(one.sentence) for one in sheet.verdict.findings if of_dossier in str(one.sentence)]
    about = {one.dossier: one for one in scene.office.audit.verify_office(auditor)}
    told = [str(one.sentence) for one in about["sight"].findings]
    assert [scene.first.code in one and of_office in one for one in told] == ([True] if of_office else [])


def test_a_code_that_was_changed_is_named_with_the_true_one_and_nobody_else_is_accused(scene: Scene) -> None:
    false = scene.second.code[:-4] + "0009"
    scene.sql(f"UPDATE dossier SET code = '{false}' WHERE code = :later")
    sentence = f"The dossier bears the code {false}; by event 1 it is {scene.second.code}."
    assert found(scene) == [(sentence, 1, false), (sentence, 1, "codes")]
    verdict = scene.office.audit.verify(false, SYSTEM)
    assert not verdict.intact and verdict.broken_at is None


def test_a_code_that_is_none_is_named_with_the_true_one(scene: Scene) -> None:
    scene.sql("UPDATE dossier SET code = 'khác' WHERE code = :later")
    sentence = f"The dossier bears the code khác; by event 1 it is {scene.second.code}."
    assert found(scene) == [(sentence, 1, "khác"), (sentence, 1, "codes")]


def test_codes_that_were_exchanged_are_named_on_both(scene: Scene) -> None:
    one, other = scene.first.code, scene.second.code
    for now, then in ((one, "giữa"), (other, one), ("giữa", other)):
        scene.sql(f"UPDATE dossier SET code = '{then}' WHERE code = '{now}'")
    assert sorted(found(scene)) == [
        (f"The dossier bears the code {now}; by event 1 it is {must}.", 1, now)
        for now, must in ((one, other), (other, one))
    ]


@pytest.mark.parametrize("change", ["head_hash = '00'", "head_seq = head_seq + 3", "head_seq = head_seq - 1"])
def test_a_changed_mark_of_the_end_accuses_no_event(scene: Scene, change: str) -> None:
    scene.sql(f"UPDATE dossier SET {change} WHERE code = :code")
    ((sentence, event, about),) = found(scene)
    assert sentence.startswith("The mark of the chain's end in the dossier is not that of its last event, 4:")
    assert (event, about) == (None, scene.first.code)


def test_the_last_dossier_taken_out_with_its_number_is_noticed_once_the_day_is_over(
    scene: Scene, clock: TestClock
) -> None:
    clock.advance(days=1)
    scene.office.upkeep.sweep()
    assert offices.differences(scene.office) == []
    remove(scene, scene.second.code)
    scene.sql("UPDATE code_counter SET last = last - 1")
    told = [sentence for sentence, _, _ in found(scene)]
    assert any("by the journal, and its counter says 1" in sentence for sentence in told)
    assert any(sentence.startswith("Number 2 of H99.05") for sentence in told)


def remove(scene: Scene, code: str) -> None:
    """Deletes a dossier with all that belongs to it."""
    tables = (
        "event",
        "task",
        "document",
        "dossier_unit",
        "dossier_word",
        "timer",
        "subscription",
        "incident",
        "outbox",
    )
    with scene.office.context.work() as work:
        for table in (*tables, "dossier_state"):
            statement = f"DELETE FROM {table} WHERE dossier_id = (SELECT id FROM dossier WHERE code = :code)"
            work.connection.execute(text(statement), {"code": code})
        work.connection.execute(text("DELETE FROM dossier WHERE code = :code"), {"code": code})


def test_the_last_event_and_the_head_taken_back_leave_the_row_behind(scene: Scene) -> None:
    """The chain alone cannot see it: the row and the tasks do."""

    def act(connection: Connection) -> None:
        of_first = {"code": scene.first.code}
        connection.execute(text(f"DELETE FROM event WHERE seq = 4 AND dossier_id = {ONE}"), of_first)
        head = f"(SELECT hash FROM event WHERE seq = 3 AND dossier_id = {ONE})"
        connection.execute(text(f"UPDATE dossier SET head_seq = 3, head_hash = {head} WHERE code = :code"), of_first)

    with scene.office.context.work() as work:
        act(work.connection)
    ((sentence, event, about),) = found(scene)
    assert "the holder is not what event 2 records" in sentence and (event, about) == (2, scene.first.code)


FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "written over": (lambda path: path.write_bytes(b"%PDF-1.4 something else"), "was changed since it was filed."),
    "a byte flipped": (lambda path: path.write_bytes(b"X" + PDF[1:]), "was changed since it was filed."),
    "cut off": (lambda path: path.write_bytes(PDF[:10]), "was changed since it was filed."),
    "emptied": (lambda path: path.write_bytes(b""), "was changed since it was filed."),
    "deleted": (lambda path: path.unlink(), "is gone from the store."),
}


@pytest.mark.parametrize("name", FILES)
def test_a_changed_file_is_named_and_never_served(scene: Scene, name: str) -> None:
    act, sentence = FILES[name]
    (blob,) = scene.blobs
    blob.chmod(0o600)
    act(blob)
    assert found(scene) == [(f"The content of the paper “don.pdf” {sentence}", 3, scene.first.code)]
    (paper,) = scene.office.documents.of(scene.first.code, SYSTEM)
    before = scene.office.audit.verify(scene.first.code, SYSTEM).events
    for _ in range(3):
        with pytest.raises(PaperChanged):
            scene.office.documents.open(paper.id, staff(scene.office, "reviewer"))
    (incident,) = scene.office.incidents.page(staff(scene.office, "admin")).items
    assert incident.dossier == scene.first.code and "don.pdf" not in incident.message
    after = scene.office.audit.verify(scene.first.code, SYSTEM)
    assert after.events == before + 1 and after.broken_at is None  # reported once, and the report is evidence itself
    with scene.office.context.work.read() as work:
        kinds = list(work.scalars(select(JournalEntry.kind).where(JournalEntry.kind == "system.paper.changed")))
    assert kinds == ["system.paper.changed"]


def test_filing_the_same_paper_again_puts_the_right_content_back(scene: Scene) -> None:
    (blob,) = scene.blobs
    blob.chmod(0o600)
    blob.write_bytes(b"%PDF-1.4 something else")
    scene.office.documents.add(scene.second.code, "don.pdf", PDF, None, staff(scene.office, "receiver"))
    assert offices.differences(scene.office) == []
