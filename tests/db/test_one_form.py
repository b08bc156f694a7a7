"""Names of people and units have one form, whatever door they come by."""

from __future__ import annotations

import pytest

from core.errors.requests import BadValue
from core.services.office import Office
from core.services.views.actors import SYSTEM
from core.services.views.dossiers import DossierFilter
from core.services.views.people import NewPerson
from core.services.views.tasks import TaskFilter
from tests.support.staff import staff

PASSWORD = "a long password"


def test_a_person_is_one_however_the_name_is_typed(demo: Office) -> None:
    made = demo.accounts.create_person(
        NewPerson(
            username=" Lan.Anh\u200b", name="Lan\u00a0 A\u0323nh\u202e", email="lan@Example.VN", password=PASSWORD
        ),
        SYSTEM,
    )
    assert (made.username, made.name, made.email) == ("lan.anh", "Lan Ạnh", "lan@example.vn")
    assert demo.accounts.person("LAN.anh ", SYSTEM).id == made.id
    for wrong in ("lan@", "a@b..vn", "Lan <lan@example.vn>", "lan@example.vn\r\nBcc: x@example.vn"):
        with pytest.raises(BadValue):
            demo.accounts.create_person(
                NewPerson(username="other", name="Other", email=wrong, password=PASSWORD), SYSTEM
            )


def test_a_unit_is_found_by_its_code_as_people_write_it(demo: Office) -> None:
    unit = demo.units.find("H99.05.01")
    for typed in ("h99.05.01", " H99.05.01\u200b", "H99.05.0１"):
        assert demo.units.find(typed) == unit
    by = staff(demo, "receiver")
    for wanted in ("h99.05.01", "H99.05.01 "):
        assert demo.dossiers.page(DossierFilter(unit=wanted), by).items == []
        assert demo.queue.page(TaskFilter(unit=wanted), by).items == []
