"""What a test needs from the machine: found, or the test is skipped by name, or (in CI) it fails."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

REQUIRE_ALL = os.environ.get("MOTCUA_TEST_REQUIRE") == "all"


def absent(what: str, remedy: str) -> NoReturn:
    """Ends the test because ``what`` is not on this machine; with ``MOTCUA_TEST_REQUIRE=all`` as a failure."""
    reason = f"{what} was not found: {remedy}"
    if REQUIRE_ALL:
        pytest.fail(f"{reason} (MOTCUA_TEST_REQUIRE=all)", pytrace=False)
    pytest.skip(reason)
