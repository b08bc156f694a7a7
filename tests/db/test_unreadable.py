"""A value that nobody can read is named and hides nothing else: neither other dossiers nor the rest of its own."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass

import pytest

from core.errors.evidence import StoredUnreadable
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierFilter, DossierView
from tests.db.test_dossier_way import open_dossier
from tests.support.staff import staff

pytestmark = pytest.mark.past_the_office
ONE = "(SELECT id FROM dossier WHERE code = ?)"
#: what is done to the first dossier → table and column that are named
SPOILED: dict[str, tuple[str, str, str]] = {
    "due": ("UPDATE dossier SET due = 'mai' WHERE code = ?", "dossier", "due"),
    "a day without end": ("UPDATE dossier SET due = '9998-12-31 23:59:59x' WHERE code = ?", "dossier", "due"),
    "no text": ("UPDATE dossier SET channel = x'ff' WHERE code = ?", "dossier", "channel"),
    "status": ("UPDATE dossier SET status = 'xong' WHERE code = ?", "dossier", "status"),
    "applicant": ("UPDATE dossier SET applicant = 'xx' WHERE code = ?", "dossier", "applicant"),
    "another kind of JSON": ("UPDATE dossier SET applicant = '[]' WHERE code = ?", "dossier", "applicant"),
    "version": ("UPDATE dossier SET version_id = 'xx' WHERE code = ?", "dossier", "version_id"),
    "the head": ("UPDATE dossier SET head_seq = 'xx' WHERE code = ?", "dossier", "head_seq"),
    "task": (f"UPDATE task SET opened = 'hôm qua' WHERE dossier_id = {ONE}", "task", "opened"),
    "event": (f"UPDATE event SET at = 'xx' WHERE seq = 1 AND dossier_id = {ONE}", "event", "at"),
    "number of an event": (f"UPDATE event SET seq = 'xx' WHERE seq = 1 AND dossier_id = {ONE}", "event", "seq"),
    "state": (f"UPDATE dossier_state SET state = 'xx' WHERE dossier_id = {ONE}", "dossier_state", "state"),
    "variables": (f"UPDATE dossier_state SET variables = 'xx' WHERE dossier_id = {ONE}", "dossier_state", "variables"),
    "paper": (f"UPDATE document SET size = 'xx' WHERE dossier_id = {ONE}", "document", "size"),
}


@dataclass(frozen=True)
class Scene:
    office: Office
    first: DossierView
    second: DossierView

    def sql(self, statement: str, *values: str) -> None:
        """Writes as the `sqlite3` command does: with no foreign keys."""
        with closing(sqlite3.connect(str(self.office.context.work.engine.url.database))) as connection:
            assert connection.execute(statement, values).rowcount, statement
            connection.commit()


@pytest.fixture
def scene(demo: Office) -> Scene:
    first, second = (open_dossier(demo, "2.000908") for _ in range(2))
    demo.documents.add(first.code, "don.pdf", b"%PDF-1.4\ntrailer\n%%EOF\n", None, staff(demo, "receiver"))
    return Scene(demo, first, second)


@pytest.mark.parametrize("name", SPOILED)
def test_what_cannot_be_read_is_named_and_the_rest_is_checked(scene: Scene, name: str) -> None:
    statement, table, column = SPOILED[name]
    scene.sql(statement, scene.first.code)
    scene.sql("UPDATE dossier SET status = 9 WHERE code = ?", scene.second.code)
    verdicts = {verdict.dossier: verdict for verdict in scene.office.audit.verify_all()}
    told = [str(one.sentence) for one in verdicts[scene.first.code].findings if one.unreadable]
    assert told == [f"The column “{column}” of the table “{table}” holds something that cannot be read."]
    assert not verdicts[scene.second.code].intact and not verdicts[scene.second.code].unchecked
    assert verdicts["journal"].intact and verdicts["codes"].intact
    assert verdicts[scene.first.code].unchecked is (table != "event")


@pytest.mark.parametrize("name", SPOILED)
def test_its_sheet_and_the_list_stay_up(scene: Scene, name: str) -> None:
    statement, table, _ = SPOILED[name]
    scene.sql(statement, scene.first.code)
    sheet = scene.office.audit.sheet(scene.first.code, SYSTEM)
    assert sheet.code == scene.first.code and not sheet.verdict.intact and sheet.events
    lines = {line.code: line for line in scene.office.dossiers.page(DossierFilter(), SYSTEM).items}
    assert set(lines) == {scene.first.code, scene.second.code} and not lines[scene.second.code].unreadable
    assert lines[scene.first.code].unreadable is (table == "dossier" and name != "the head")


def test_an_id_that_cannot_be_read_stops_nobody(scene: Scene) -> None:
    scene.sql("UPDATE dossier SET id = 'xx' WHERE code = ?", scene.first.code)
    verdicts = {verdict.dossier: verdict for verdict in scene.office.audit.verify_all()}
    assert not verdicts[scene.first.code].intact and verdicts[scene.second.code].intact


@pytest.mark.parametrize(
    ("statement", "about"),
    [
        ("UPDATE journal SET at = 'xx' WHERE seq = 2", "journal"),
        ("UPDATE code_counter SET day = 'xx'", "codes"),
        ("UPDATE procedure SET current_id = 'xx' WHERE code = '2.000908'", "procedures"),
    ],
)
def test_what_belongs_to_no_dossier_is_named_as_well(scene: Scene, statement: str, about: str) -> None:
    scene.sql(statement)
    verdicts = {verdict.dossier: verdict for verdict in scene.office.audit.verify_all()}
    assert {name for name, one in verdicts.items() if not one.intact} == {about}
    assert any(one.unreadable for one in verdicts[about].findings)


@pytest.mark.parametrize("name", ["due", "applicant", "variables"])
def test_nobody_who_asks_is_blamed_for_it(scene: Scene, name: str) -> None:
    scene.sql(SPOILED[name][0], scene.first.code)
    with pytest.raises(StoredUnreadable):
        scene.office.dossiers.get(scene.first.code, SYSTEM)


def test_a_payload_that_is_no_json_breaks_the_chain_and_blames_nobody(scene: Scene) -> None:
    scene.sql(f"UPDATE event SET payload = 'xx' WHERE seq = 1 AND dossier_id = {ONE}", scene.first.code)
    sheet = scene.office.audit.sheet(scene.first.code, SYSTEM)
    assert sheet.verdict.broken_at == 1 and sheet.events[0].unreadable
    with pytest.raises(StoredUnreadable):
        scene.office.dossiers.history(scene.first.code, SYSTEM)
