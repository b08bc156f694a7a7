"""The page of what is executed is true: up to date, every executed construct with its test, every example judged."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bpmn.errors import DiagramError
from bpmn.parse import load
from bpmn.texts import TEXTS
from tests.unit.bpmn import coverage
from tests.unit.bpmn.constructs import TABLES, constructs
from tests.unit.bpmn.coverage_proofs import PROOFS

FOLDER = Path(__file__).parent
CONSTRUCTS = constructs()
#: codes that say "not executed", as against "drawn wrongly"
UNSUPPORTED = {"element-unsupported", "attribute-unsupported", "event-unsupported", "event-several", "loop-unsupported"}
UNSUPPORTED |= {
    "start-several",
    "start-by-itself",
    "several-processes",
    "extension-unsupported",
    "loop-behavior",
    "quantity-unsupported",
    "race-parallel",
    "event-all",
    "complex-alone",
    "data-unsupported",
}


def test_the_page_is_up_to_date():
    written = coverage.PAGE.read_text(encoding="utf-8")
    assert written == coverage.render(), "run: python -m tests.unit.bpmn.coverage"


@pytest.mark.parametrize("one", CONSTRUCTS, ids=lambda one: one.name)
def test_a_construct_is_executed_with_a_proof_or_refused_as_not_supported(one):
    if one.refusals:
        assert set(one.refusals) & UNSUPPORTED, f"the example is wrong rather than not supported: {one.refusals}"
        assert set(one.refusals) <= TEXTS.keys()
        with pytest.raises(DiagramError):
            load(one.example, TABLES)
    else:
        assert one.proof, f"{one.section}, {one.name}: name the test that runs it in coverage_proofs"
        assert load(one.example, TABLES)


def test_proofs_are_tests_and_belong_to_executed_constructs():
    executed = {(one.section, one.name) for one in CONSTRUCTS if not one.refusals}
    assert PROOFS.keys() == executed
    for proof in set(PROOFS.values()):
        file, _, name = proof.partition("::")
        assert re.search(rf"^def {name}\(", (FOLDER / file).read_text(encoding="utf-8"), re.MULTILINE), proof


def test_every_construct_stands_once():
    names = [(one.section, one.name) for one in CONSTRUCTS]
    assert len(names) == len(set(names))
