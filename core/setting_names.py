"""Names of the variables that settings are read from, and what is said of one that is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Final

from core.errors.base import Reason
from core.errors.settings import SettingUnknown

PREFIX: Final = "MOTCUA_"
#: Variables that begin like settings and are none: of docker/compose.yaml and of the tests' and the image's scripts.
OTHERS: Final = ("MOTCUA_DB_PASSWORD", "MOTCUA_REDIS_PASSWORD", "MOTCUA_PUBLISH")
OTHER_PREFIXES: Final = ("MOTCUA_TEST_", "MOTCUA_SOAK_", "MOTCUA_BUILD_")
#: Settings of earlier releases, and why they are gone.
GONE: Final = {
    "MOTCUA_ZONE": Reason(
        "remove it; the office counts and shows times in Asia/Ho_Chi_Minh, whatever the machine says"
    ),
}


def variable(field: str) -> str:
    """The variable of a field."""
    return f"{PREFIX}{field}".upper()


def refuse_unknown(given: Mapping[str, str], fields: Iterable[str]) -> None:
    """A misspelt setting would silently not hold, and some of them protect people."""
    known = {variable(field): field.upper() for field in fields}
    for name in sorted(given):
        if name in known or name in OTHERS or name.startswith(OTHER_PREFIXES):
            continue
        if name in GONE:
            raise SettingUnknown(name=name, reason=GONE[name])
        near = get_close_matches(name.upper().removeprefix(PREFIX), known.values(), 1)
        advice = Reason("docs/settings.md lists them all")
        if near:
            advice = Reason("did you mean %(near)s?", near=f"{PREFIX}{near[0]}")
        raise SettingUnknown(name=name, reason=advice)
