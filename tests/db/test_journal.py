"""The office's journal and the access log: written with what they tell of, in one chain, by many at once."""

from __future__ import annotations

import threading
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from core.db.models import Access, JournalEntry, JournalHead
from core.domain import history
from core.domain import journal as domain
from core.domain.journal import JournalKind
from core.errors.database import DatabaseAway, DatabaseBusy
from core.errors.evidence import NotTraced
from core.errors.sign_in import LoginFailed
from core.services.audit import journal_verdict
from core.services.audit.views import AccessFilter, EntryFilter
from core.services.evidence import access, journal
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierFilter
from core.services.views.people import NewPerson
from core.services.views.tasks import TaskFilter
from tests.support.staff import staff


def entries(office: Office) -> list[JournalEntry]:
    with office.context.work.read() as work:
        return list(work.scalars(select(JournalEntry).order_by(JournalEntry.seq)))


def accesses(office: Office) -> list[Access]:
    with office.context.work.read() as work:
        return list(work.scalars(select(Access).order_by(Access.id)))


def test_every_kind_declares_its_facts_and_has_three_parts() -> None:
    assert set(domain.PAYLOADS) == set(JournalKind)
    assert all(kind.count(".") == 2 for kind in JournalKind)
    kinds = history.EventKind
    both = {
        kinds.ADMIN_INCIDENT_RETRIED,
        kinds.ADMIN_INBOUND_ASSIGNED,
        kinds.CLERK_LETTER_ANSWERED,
        kinds.CLERK_PAYMENT_SETTLED,
    }
    assert set(JournalKind) & set(history.EventKind) == both, "what concerns a dossier and the office alike"


def test_an_entry_with_other_facts_is_not_written(office: Office) -> None:
    with pytest.raises(ValueError, match=r"admin\.role\.granted"), office.context.work() as work:
        journal.note(office.context, work, JournalKind.ADMIN_ROLE_GRANTED, {"username": "x"}, SYSTEM)


def test_an_entry_goes_with_what_it_tells_of(office: Office, database_url: str) -> None:
    with pytest.raises(RuntimeError), office.context.work() as work:
        facts = {"accounts": 1, "procedures": 2}
        journal.note(office.context, work, JournalKind.SYSTEM_OFFICE_SEEDED, facts, SYSTEM)
        raise RuntimeError
    assert entries(office) == []


def test_many_at_once_make_one_chain(office: Office, database_url: str) -> None:
    def write(number: int) -> None:
        for _ in range(10):
            facts = {"accounts": number, "procedures": 0}
            journal.write(office.context, JournalKind.SYSTEM_OFFICE_SEEDED, facts, SYSTEM)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [entry.seq for entry in entries(office)] == list(range(1, 61))
    with office.context.work.read() as work:
        assert journal_verdict(work).intact
        assert work.scalars(select(JournalHead.seq)).one() == 60


def test_where_nobody_locks_the_slower_one_writes_again(office: Office, database_url: str) -> None:
    facts = {"accounts": 0, "procedures": 0}
    overtaken: list[bool] = []

    def command(work: Any) -> None:
        overtaken.append(work.locking)
        journal.note(office.context, work, JournalKind.SYSTEM_OFFICE_SEEDED, facts, SYSTEM)
        if len(overtaken) == 1 and not work.locking:
            work.closing.append(lambda: journal.write(office.context, JournalKind.SYSTEM_OFFICE_SEEDED, facts, SYSTEM))

    office.context.work.attempt(command)
    with office.context.work.read() as work:
        assert journal_verdict(work).intact
    assert overtaken == ([False, True] if database_url.startswith("postgresql") else [True])


def test_what_administrators_do_stands_in_the_journal(demo: Office, database_url: str) -> None:
    before = len(entries(demo))
    admin = staff(demo, "admin")
    demo.accounts.create_person(NewPerson(username="lan", name="Nguyễn Thị Lan", password="mat-khau-dai"), admin)
    demo.accounts.grant("lan", "reviewer", "H99.05", admin)
    demo.tokens.create_token("lan", "máy", ["tasks:read"], admin)
    demo.passwords.set_password("lan", "mat-khau-khac", admin)
    demo.accounts.revoke("lan", "reviewer", "H99.05", admin)
    demo.accounts.set_active("lan", False, admin)
    with pytest.raises(LoginFailed):
        demo.passwords.authenticate("lan", "mat-khau-sai", "10.0.0.9")
    with pytest.raises(LoginFailed):
        demo.passwords.authenticate("mat-khau-cua-toi", "x", "10.0.0.9")
    new = entries(demo)[before:]
    kinds = [entry.kind for entry in new]
    assert kinds[:6] == [
        "admin.person.created",
        "admin.role.granted",
        "admin.token.created",
        "admin.password.reset",
        "admin.role.revoked",
        "admin.person.closed",
    ]
    assert {entry.actor_username for entry in new[:6]} == {"quantri"}
    failed = [entry for entry in new if entry.kind == "person.login.failed"]
    assert '"username":"lan"' in failed[0].payload
    assert "mat-khau-cua-toi" not in failed[1].payload + failed[1].actor_username
    assert failed[0].address == "10.0.0.9"
    with demo.context.work.read() as work:
        assert journal_verdict(work).intact


def test_each_reading_of_a_request_is_one_line_a_dossier(demo: Office, database_url: str) -> None:
    clerk = staff(demo, "receiver")
    access.open_request("web", "dossiers.listing")
    demo.dossiers.page(DossierFilter(search="Nguyễn Văn An"), clerk)
    demo.dossiers.page(DossierFilter(search="Nguyễn Văn An"), clerk)
    assert accesses(demo) == []  # written at the end, in one statement
    access.write_request(demo.context)
    (line,) = accesses(demo)
    assert (line.username, line.parts, line.subject) == ("tiepnhan", ",dossiers,", {"search": "Nguyễn Văn An"})
    assert (line.door, line.page, line.unit, line.address) == ("web", "dossiers.listing", "H99.05.01", "127.0.0.1")
    demo.queue.page(demo_filter(), SYSTEM)
    assert len(accesses(demo)) == 1  # the system's own reading is none


def demo_filter() -> Any:
    from core.services.views.tasks import TaskFilter

    return TaskFilter()


def test_what_cannot_be_logged_is_not_shown(demo: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    access.open_request("web", "dossiers.listing")
    demo.dossiers.page(DossierFilter(), staff(demo, "receiver"))

    def broken(*_: Any) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(access, "_write", broken)
    with pytest.raises(NotTraced):
        access.write_request(demo.context)
    with demo.context.work.read() as work:
        assert work.scalar(select(func.count()).select_from(Access)) == 0


class _Strange:
    """Something no JSON knows."""


@pytest.mark.parametrize("kind", [AccessFilter, DossierFilter, EntryFilter, TaskFilter])
def test_every_filter_can_be_recorded(demo: Office, kind: type) -> None:
    """Whatever stands in a filter: a value of each type its fields are declared with, and one nobody thought of."""
    values: dict[str, Any] = {"date": date(2026, 12, 1), "bool": True, "int": 3, "str": "Thử"}
    filled = {item.name: values[str(item.type).partition(" ")[0]] for item in fields(kind)}
    auditor = staff(demo, "auditor")
    access.open_request("web", "traces.accesses")
    access.record_access(demo.context, auditor, "accesses", subject=kind(**filled))
    access.record_access(
        demo.context, auditor, "journal", subject={"what": _Strange(), "which": {UUID(int=1)}, "day": {"of": date.max}}
    )
    access.write_request(demo.context)
    first, second = accesses(demo)[-2:]
    assert set(first.subject) == set(filled)
    assert second.subject["which"] == [str(UUID(int=1))]


def test_a_fault_of_ours_is_no_outage(demo: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise LookupError("a fault of the program")

    monkeypatch.setattr(access, "_write", broken)
    access.open_request("web", "dossiers.listing")
    demo.dossiers.page(DossierFilter(), staff(demo, "receiver"))
    with pytest.raises(LookupError):
        access.write_request(demo.context)
    for outage in (DatabaseAway(), DatabaseBusy()):

        def away(*_: Any, outage: Exception = outage) -> None:
            raise outage

        monkeypatch.setattr(access, "_write", away)
        access.open_request("web", "dossiers.listing")
        demo.dossiers.page(DossierFilter(), staff(demo, "receiver"))
        with pytest.raises(NotTraced):
            access.write_request(demo.context)
