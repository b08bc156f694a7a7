"""Every scenario of every shipped procedure plays as it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.services.procedures import scenarios
from tests.unit.procedures.shipped import APPLIED_FOR, SLUGS, scenario_files

FILES = [file for slug in SLUGS for file in scenario_files(slug)]
#: the stories every procedure that applicants hand in must be able to tell
STORIES = {
    "duong-thuong-tai-quay",
    "duong-thuong-buu-chinh",
    "bo-sung-roi-tra",
    "qua-han-bo-sung",
    "lanh-dao-tra-lai",
    "truc-tuyen-tu-choi",
    "de-nghi-dung",
}


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parents[1].name}/{file.stem}")
def test_plays_as_told(file: Path) -> None:
    (played,) = scenarios.play([file])
    assert played.differences == ()


@pytest.mark.parametrize("slug", APPLIED_FOR)
def test_every_procedure_tells_the_common_stories(slug: str) -> None:
    assert {file.stem for file in scenario_files(slug)} >= STORIES


def test_names_tell_scenarios_apart() -> None:
    for slug in SLUGS:
        names = [played.name for played in scenarios.play(scenario_files(slug))]
        assert len(set(names)) == len(names), slug
