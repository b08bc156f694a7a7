"""Enter in a field neither sends a form nor presses a button that stands on the way."""

from __future__ import annotations

from collections.abc import Callable

from lxml import html

from tests.web.admin.desks import Desk
from tests.web.admin.steps import MARITAL


def test_the_first_button_of_a_reception_only_draws_it_anew(desk: Callable[[str], Desk]) -> None:
    """HTML, implicit submission: the first submit button in tree order is pressed."""
    page = desk("tiepnhan").get(f"/dossiers/new/{MARITAL}")
    (form,) = [form for form in page.tree.forms if "data-guard-leaving" in form.attrib]
    first = next(button for button in form.iterfind(".//button") if button.get("type", "submit") == "submit")
    assert (first.get("name"), first.get("tabindex")) == ("_refresh", "-1"), html.tostring(first)
