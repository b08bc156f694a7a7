"""What came out of a scenario, and how it differs from what was expected, in sentences that help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from bpmn.scenario.script import Expectation


@dataclass(frozen=True, slots=True)
class ScenarioOutcome:
    """The dossier at the end: elements passed, tasks open, elements that wait for a worker, message or signal, names of
    what was thrown for other dossiers, national status."""

    path: tuple[str, ...]
    open: tuple[str, ...]
    waiting: tuple[str, ...]
    thrown: tuple[str, ...]
    status: int | None
    outcome: str
    variables: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """The end of a scenario's run; without differences it passed."""

    name: str
    outcome: ScenarioOutcome
    differences: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether everything went as the scenario says."""
        return not self.differences


def differences(expect: Expectation, got: ScenarioOutcome) -> Iterator[str]:
    """One sentence for each thing that is not as expected."""
    if expect.path is not None:
        yield from _path(expect.path, got.path)
    if expect.includes is not None:
        yield from _includes(expect.includes, got.path)
    lists = (
        ("open tasks", expect.open, got.open),
        ("waiting", expect.waiting, got.waiting),
        ("thrown", expect.thrown, got.thrown),
    )
    for what, wanted, found in lists:
        if wanted is not None and sorted(wanted) != sorted(found):
            yield f"{what}: expected {_list(wanted)}, found {_list(found)}"
    if expect.status is not None and expect.status != got.status:
        yield f"status: expected {expect.status}, found {got.status}"
    if expect.outcome is not None and expect.outcome != got.outcome:
        yield f"outcome: expected {expect.outcome}, found {got.outcome}"
    for name, value in expect.variables.items():
        if got.variables.get(name) != value:
            yield f"variable {name}: expected {value!r}, found {got.variables.get(name)!r}"


def _list(names: Sequence[str]) -> str:
    return ", ".join(names) or "none"


def _path(wanted: Sequence[str], found: Sequence[str]) -> Iterator[str]:
    for position, (want, got) in enumerate(zip_longest(wanted, found), 1):
        if want != got:
            yield f"path, place {position}: expected {want or 'the end'}, found {got or 'the end'}; found path: {_list(found)}"
            return


def _includes(wanted: Sequence[str], found: Sequence[str]) -> Iterator[str]:
    rest = iter(found)
    for name in wanted:
        if name not in rest:
            yield f"path: {name} is missing after what precedes it; found path: {_list(found)}"
            return
