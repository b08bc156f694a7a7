"""``procedure.toml`` from anywhere: read, or refused in words."""

from __future__ import annotations

import pytest

from core.services.versions import DETAILS_DEPTH, read_details


@pytest.mark.parametrize("levels", [DETAILS_DEPTH, 500, 1_000, 5_000])
def test_details_nested_without_end_are_refused(levels: int) -> None:
    for text in (f"{'.'.join(['a'] * levels)} = 1", f"a = {'[' * levels}{']' * levels}"):
        with pytest.raises(ValueError, match="nested"):
            read_details(text.encode())


def test_what_an_office_needs_is_read() -> None:
    assert read_details(b"[[a]]\n[a.b]\nc = [1]") == {"a": [{"b": {"c": [1]}}]}
