"""``procedure.toml`` from anywhere: read, or refused in words."""

from __future__ import annotations

import pytest

from core.services.package_rules import check
from core.services.versions import DETAILS_DEPTH, read_details


@pytest.mark.parametrize("levels", [DETAILS_DEPTH, 500, 1_000, 5_000])
def test_details_nested_without_end_are_refused(levels: int) -> None:
    for text in (f"{'.'.join(['a'] * levels)} = 1", f"a = {'[' * levels}{']' * levels}"):
        with pytest.raises(ValueError, match="nested"):
            read_details(text.encode())


def test_what_an_office_needs_is_read() -> None:
    assert read_details(b"[[a]]\n[a.b]\nc = [1]") == {"a": [{"b": {"c": [1]}}]}


@pytest.mark.parametrize(
    ("details", "words"),
    [
        (b"a = \n", "không đúng quy cách TOML, viết bằng UTF-8 ở dòng 1, cột 5"),
        (b"\xff", "không đúng quy cách TOML"),
        (b"code = ''", "mục code còn thiếu"),
        (b"time_limit = 'soon'", "mục time_limit phải viết như"),
        (b"level = 'moon'", "mục level phải là một trong"),
        (b"fee = 1.5", "phải là số nguyên"),
        (b"[[components]]\nkind = 'x'", "mục components[1] có kind không thuộc"),
        (b"[[components]]\ncolour = 1", "mục components[1] có mục không biết: colour"),
    ],
)
def test_what_is_wrong_is_said_in_vietnamese(details: bytes, words: str) -> None:
    found = [problem.vi for problem in check({"procedure.toml": details})]
    assert any(words in text for text in found), found
    assert not [text for text in found if " is " in text or "Expected" in text or "codec" in text]
