"""What citizens and clerks read of the shipped procedures says nothing to implementers: that stands in ``office_note``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from tests.unit.bpmn.forms import ENVIRONMENT, form
from tests.unit.procedures.shipped import SLUGS, details, folder, form_files

#: words that ask somebody who puts the procedure to use to look something up or to set it
_FOR_IMPLEMENTERS = re.compile(
    r"minh ho[ạa]|cần đối chiếu|đặt lại|khi triển khai|mức dùng ở đây|illustrat", re.IGNORECASE
)
_CODES = {
    "marital-status": ("inquiryUnit", "inquiryOffice"),
    "birth-residence-insurance": ("policeUnit", "insuranceUnit"),
}


@pytest.mark.parametrize("slug", SLUGS)
def test_only_the_office_note_speaks_to_implementers(slug: str) -> None:
    told = {**details(slug)}
    told.pop("office_note", None)
    texts = {"procedure.toml": str(told), **dict(_files(slug))}
    assert {
        name: _FOR_IMPLEMENTERS.findall(text) for name, text in texts.items() if _FOR_IMPLEMENTERS.search(text)
    } == {}


def test_what_has_to_be_looked_up_is_still_said() -> None:
    notes = {slug: details(slug).get("office_note", "") for slug in SLUGS}
    assert "mức minh hoạ" in notes["house-permit"]
    assert all("cần đối chiếu" in notes[slug] for slug in SLUGS if slug != "register-copy")


@pytest.mark.parametrize(("slug", "key"), [(slug, key) for slug, keys in _CODES.items() for key in keys])
@pytest.mark.parametrize(("typed", "taken"), [("H15.50.05.13", True), ("000.00.04.G18", True), ("lung tung", False)])
def test_the_code_of_an_office_has_to_look_like_one(slug: str, key: str, typed: str, taken: bool) -> None:
    schema = json.loads(form_files(slug)["tham-dinh"])
    field = next(one for one in schema["components"] if one.get("key") == key) | {"conditional": None}
    checked = form(field).check({key: typed}, {}, ENVIRONMENT)
    assert (key not in checked.errors) is taken
    if not taken:
        assert "ví dụ H15.50" in checked.errors[key][0].params["message"]


def _files(slug: str) -> Iterator[tuple[str, str]]:
    for ending in ("*.form", "*.dmn", "letters/*"):
        for file in sorted(folder(slug).glob(ending)):
            yield file.name, file.read_text("utf-8")
