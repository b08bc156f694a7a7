"""docker/compose.yaml: every setting can be given to the containers, and what it gives by itself is right."""

from __future__ import annotations

import re

from core.setting_names import OTHERS, variable
from tests.support.sources import ROOT
from workers import registry
from workers.settings import read

FIELDS = registry.settings_of(registry.own()).model_fields

#: Of the image or of the file itself: where things lie inside, and who else is there.
FIXED = {"MOTCUA_HOME", "MOTCUA_HOST", "MOTCUA_PORT", "MOTCUA_DATABASE_URL", "MOTCUA_REDIS_URL"}
GIVEN = re.compile(r"^    (MOTCUA_\w+): (.*)$", re.MULTILINE)
NAMED = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


def _given() -> dict[str, str]:
    found = GIVEN.findall((ROOT / "docker" / "compose.yaml").read_text("utf-8"))
    assert len(found) == len(dict(found))
    return dict(found)


def test_every_setting_reaches_the_containers_under_its_own_name() -> None:
    given = _given()
    for name in sorted({variable(field) for field in FIELDS} - FIXED):
        named = NAMED.fullmatch(given.get(name, ""))
        assert named is not None, f"docker/compose.yaml does not pass {name} on"
        assert named[1] == name


def test_what_the_file_says_where_nothing_is_exported_is_right() -> None:
    def filled(found: re.Match[str]) -> str:
        return found[3] if found[2] == "-" else "0123456789abcdef" * 2

    values = {name: NAMED.sub(filled, text) for name, text in _given().items()}
    assert set(values) <= {variable(field) for field in FIELDS}
    settings = read({**values, "MOTCUA_BASE_URL": "https://motcua.example.vn"})
    assert (settings.secure, settings.proxies) == (True, 1)


def test_other_variables_of_the_file_are_known_to_be_no_settings() -> None:
    text = (ROOT / "docker" / "compose.yaml").read_text("utf-8")
    known = {variable(field) for field in FIELDS} | set(OTHERS)
    assert {name for name, _, _ in NAMED.findall(text) if name.startswith("MOTCUA_")} <= known
