"""Auditors see who held which rights on a day and who gave them, within their units."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.domain import codes
from core.errors.rights import Forbidden
from core.services.audit.views import EntryFilter, HeldFilter
from core.services.office import Office
from tests.support.staff import hire, staff


def test_rights_of_a_day_with_who_gave_them(demo: Office, database_url: str) -> None:
    admin, auditor = staff(demo, "admin"), staff(demo, "auditor")
    today = codes.local_day(demo.context.now())
    hire(demo, "thu.quyen")
    demo.accounts.grant("thu.quyen", "head", "H99.05.02", admin)
    (line,) = demo.holdings.page(HeldFilter(person="thu.quyen"), auditor).items
    assert (line.role, line.unit, line.starts, line.ends) == ("head", "H99.05.02", today, None)
    assert (line.given_by, line.given_at) == (admin.username, demo.context.now())
    (entry,) = [one for one in demo.traces.journal(EntryFilter(), auditor).items if one.seq == line.entry]
    assert entry.payload["username"] == "thu.quyen"
    before = HeldFilter(person="thu.quyen", day=today - timedelta(days=1))
    assert demo.holdings.page(before, auditor).items == []
    demo.accounts.revoke("thu.quyen", "head", "H99.05.02", admin)
    assert demo.holdings.page(HeldFilter(person="thu.quyen"), auditor).items == []


def test_nobody_sees_beyond_the_units_of_the_role(demo: Office, database_url: str) -> None:
    local = hire(demo, "thu.tra", auditor="H99.06")
    seen = {line.unit for line in demo.holdings.page(HeldFilter(), local, None, 200).items}
    assert seen and all(unit.startswith("H99.06") for unit in seen)
    assert demo.holdings.page(HeldFilter(unit="H99.05"), local).items == []
    with pytest.raises(Forbidden):
        demo.holdings.page(HeldFilter(), staff(demo, "admin"))


def test_pages_follow_each_other(demo: Office, database_url: str) -> None:
    auditor = staff(demo, "auditor")
    every = demo.holdings.page(HeldFilter(), auditor, None, 200).items
    found, cursor = list(demo.holdings.page(HeldFilter(), auditor, None, 3).items), None
    page = demo.holdings.page(HeldFilter(), auditor, None, 3)
    while cursor := page.next:
        page = demo.holdings.page(HeldFilter(), auditor, cursor, 3)
        found += page.items
    assert found == list(every)
