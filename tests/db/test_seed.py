"""The demonstration never mixes with an office of somebody's own."""

from __future__ import annotations

import pytest

from core.errors.requests import BadValue
from core.services.office import Office
from core.services.people.password_rules import check_password, made
from core.services.seed import ACCOUNTS, Seed
from core.services.views.actors import SYSTEM
from core.services.views.units import NewUnit


@pytest.mark.usefixtures("database_url")
def test_an_office_with_units_of_its_own_is_not_filled(office: Office) -> None:
    office.units.create(NewUnit(code="H01", name="Tỉnh có thật", kind="province"), SYSTEM)
    with pytest.raises(BadValue, match="empty database"):
        Seed(office).demonstration()
    assert [unit.code for unit in office.units.tree()] == ["H01"]
    assert not office.accounts.people(SYSTEM)
    assert not (office.context.settings.home / "demo-credentials.json").exists()


def test_every_password_that_chance_makes_is_taken() -> None:
    """One in forty was refused, and with twelve accounts one start of the demonstration in four failed."""
    for account in ACCOUNTS * 200:
        person = (account.username, account.name)
        check_password(f"mau-{made(2)}", person=person, places=("UBND xã Mẫu",))
        check_password(made(), person=person, places=("UBND xã Mẫu",))
