"""Search and pages of queues and dossiers, on both databases."""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import text

from core.db import schema
from core.db.engines import connect
from core.errors.requests import BadValue
from core.services.office import Office
from core.services.requests import search
from core.services.views.dossiers import DossierFilter, Reception
from core.services.views.tasks import TaskFilter
from tests.db.test_dossier_way import APPLICANT
from tests.support.forms import filled
from tests.support.staff import staff

NAMES = ("Nguyễn Văn Đạt", "Nguyễn Thị Hồng", "Đặng Đình Đức", "Trần Văn Đạo")


@pytest.fixture
def filed(demo: Office) -> list[str]:
    """Codes of four dossiers, one a name."""
    form = demo.procedures.start_form("2.000908")
    data = filled(form.schema) if form else {}
    by = staff(demo, "receiver")
    commands = [
        Reception("2.000908", "H99.05", "counter", dataclasses.replace(APPLICANT, name=name), data) for name in NAMES
    ]
    return [demo.reception.receive(command, by).code for command in commands]


@pytest.mark.usefixtures("database_url")
@pytest.mark.parametrize("rare", [400, 0], ids=["led by a rare word", "filtered by common words"])
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("nguyen", [0, 1]),
        ("NGUYỄN văn", [0]),
        ("dat", [0]),
        ("đạ", [0, 2, 3]),
        ("dang duc", [2]),
        ("không có ai", []),
        ("001099012345 hong", [1]),
        ("%", []),
        ("🐉", []),
        ("_", []),
        ("\u200b", [0, 1, 2, 3]),
        (" ", [0, 1, 2, 3]),
        ("Ðặng", [2]),
        ("Ɖặng Đ\u00ecnh", [2]),
        ("ＮＧＵＹỄＮ Thị", [1]),
        ("Nguye\u0303\u0302n va\u0306n", [0]),
        ("001 099 012 345", [0, 1, 2, 3]),
        ("0912.345.678", [0, 1, 2, 3]),
        ("+84 (0)912-345-678", [0, 1, 2, 3]),
        ("0084912345678 Đức", [2]),
        ("nguyễn văn đạt một hai ba bốn năm sáu bảy tám chín mười", []),
    ],
)
def test_words_begin_what_is_found_with_or_without_marks(
    demo: Office, filed: list[str], monkeypatch: pytest.MonkeyPatch, typed: str, found: list[int], rare: int
) -> None:
    monkeypatch.setattr(search, "RARE", rare)
    by = staff(demo, "auditor")
    page = demo.dossiers.page(DossierFilter(search=typed), by)
    assert sorted(row.code for row in page.items) == [filed[number] for number in found]
    tasks = demo.queue.page(TaskFilter(search=typed), staff(demo, "reviewer"))
    assert sorted(task.dossier for task in tasks.items) == [filed[number] for number in found]


@pytest.mark.usefixtures("database_url")
def test_a_dossier_is_found_by_its_number(demo: Office, filed: list[str]) -> None:
    code = filed[2]
    bare = code.replace(".", "").replace("-", "")
    for typed in (
        code,
        code.lower(),
        bare,
        bare.lower(),
        code.replace("-", " "),
        f" {code}\u200b",
        code.rpartition("-")[2],
    ):
        (row,) = demo.dossiers.page(DossierFilter(search=typed), staff(demo, "auditor")).items
        assert row.code == filed[2]
    for typed in (code.lower(), bare, code.replace("-", " – "), f"\u202e{code}"):
        assert demo.dossiers.get(typed, staff(demo, "auditor")).code == code


@pytest.mark.past_the_office
@pytest.mark.usefixtures("filed")
def test_what_was_folded_otherwise_is_folded_anew_by_the_migration(demo: Office, database_url: str) -> None:
    by = staff(demo, "auditor")
    engine = connect(database_url)
    try:
        with engine.begin() as connection:
            for table in ("dossier", "task"):
                connection.execute(text(f"UPDATE {table} SET found_by = '|0912 345 678'"))
            connection.execute(text("DELETE FROM dossier_word WHERE word <> '0001'"))
            connection.execute(text("UPDATE dossier_word SET word = '0912 345 678'"))
        schema.downgrade(engine, "0007")
        schema.upgrade(engine)
        schema.upgrade(engine)
    finally:
        engine.dispose()
    for found in (
        demo.dossiers.page(DossierFilter(search="0912345678"), by),
        demo.queue.page(TaskFilter(search="Dat"), by),
    ):
        assert found.items


@pytest.mark.usefixtures("database_url")
def test_pages_follow_each_other_without_gap_or_repetition(demo: Office, filed: list[str]) -> None:
    by, seen, cursor = staff(demo, "reviewer"), [], None
    for _ in range(3):
        page = demo.queue.page(TaskFilter(), by, cursor, limit=2)
        seen += [task.dossier for task in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert sorted(seen) == filed


@pytest.mark.usefixtures("filed")
@pytest.mark.parametrize("cursor", ["x", "e30", "WzFd", "WyJhIiwiYiJd", "Ww" * 4000])
def test_a_cursor_nobody_gave_is_refused(demo: Office, cursor: str) -> None:
    with pytest.raises(BadValue):
        demo.queue.page(TaskFilter(), staff(demo, "reviewer"), cursor)


def test_people_see_the_dossiers_of_their_own_units(demo: Office, filed: list[str]) -> None:
    def codes(role: str, username: str | None = None) -> list[str]:
        return sorted(row.code for row in demo.dossiers.page(DossierFilter(), staff(demo, role, username)).items)

    assert codes("receiver") == codes("leader") == codes("reviewer", "tuphap") == filed
    assert codes("reviewer", "xaydung") == []
    assert codes("designer") == []


def test_an_auditor_sees_every_queue_but_has_no_work_of_their_own(demo: Office, filed: list[str]) -> None:
    auditor = staff(demo, "auditor")
    assert sorted(task.dossier for task in demo.queue.page(TaskFilter(), auditor).items) == filed
    assert not demo.queue.page(TaskFilter(role="leader"), auditor).items
    assert demo.queue.counts(auditor) == {"mine": 0, "open": 0, "late": 0}
    assert all(task.allowed == () for task in demo.queue.page(TaskFilter(), auditor).items)
