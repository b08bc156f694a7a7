"""Names that look like something else stay names at every desk: no key, no format, no pattern, no markup."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.web.admin.desks import Desk
from tests.web.admin.steps import APPLICANT, DECLARATION, MARITAL, code_on

NEW = f"/dossiers/new/{MARITAL}"
HOSTILE = (
    "%s",
    "%(x)s",
    "{0}",
    "100%_",
    "<script>alert(1)</script>",
    "=1+1",
    "{{7*7}}",
    "Dossier",
    "counter",
    "Người %(name)s",
    "a\\b",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_shown_as_it_was_typed_everywhere(desk: Callable[[str], Desk], name: str) -> None:
    clerk = desk("tiepnhan")
    typed = {**APPLICANT, **DECLARATION, "applicant.name": name, "spouseName": name}
    again = clerk.send(NEW, {**typed, "copies": "nhiều"}, page=NEW)
    assert (again.status, again.form(NEW)["applicant.name"]) == (422, name)
    code = code_on(clerk.post(NEW, again.form(NEW), {"copies": "1"}))
    for address in (f"/dossiers/{code}", f"/dossiers/{code}/receipt", "/dossiers"):
        page = clerk.get(address)
        assert name in page.text, address
        assert not page.tree.xpath("//script[contains(., 'alert(1)')]"), address
    assert clerk.get(f"/dossiers/{code}/history").status == 200


@pytest.mark.parametrize("typed", ["%", "_", "\\", "100%_", "%s", "🐉"])
def test_signs_in_filters_are_no_patterns(desk: Callable[[str], Desk], typed: str) -> None:
    clerk = desk("tiepnhan")
    code = code_on(clerk.send(NEW, {**APPLICANT, **DECLARATION}, page=NEW))
    for address in ("/dossiers", "/queue", "/search"):
        page = clerk.client.get(address, query_string={"search": typed})
        assert (page.status_code, code in page.get_data(as_text=True)) == (200, False), address
    listed = desk("tuphap").client.get("/queue", query_string={"role": typed, "dossier": code})
    assert f"/dossiers/{code}" not in listed.get_data(as_text=True)
