"""The result of a scenario, and how it differs from what was expected, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from bpmn.scenario.script import Expectation


@dataclass(frozen=True, slots=True)
class ScenarioOutcome:
    """The dossier at the end. Elements are given by their ids."""

    #: elements passed, in order
    path: tuple[str, ...]
    #: elements with an open task
    open: tuple[str, ...]
    #: elements that wait for a worker, a message or a signal
    waiting: tuple[str, ...]
    #: names of the signals and messages thrown for other dossiers
    thrown: tuple[str, ...]
    #: national status
    status: int | None
    #: running, completed, terminated or failed
    outcome: str
    variables: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """What a run of a scenario gave; it passed if there are no differences."""

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
