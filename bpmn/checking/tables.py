"""The decision tables of a procedure: DMN files read once, their decisions by id, and everything wrong with them.

Evaluates nothing. A decision is called by the id it has inside its file, as modelers write it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bpmn import dmn
from bpmn.diagram.model import Diagram
from bpmn.feel.budget import MODEL
from bpmn.problem import Problem
from bpmn.texts import problem


@dataclass(frozen=True, slots=True)
class Tables:
    """What the files hold. `models` gives the model of each decision by the decision's id."""

    models: Mapping[str, dmn.Model] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def unknown(self, diagram: Diagram) -> Iterator[Problem]:
        """Problems of business rule tasks that call a decision which none of the files holds."""
        known = ", ".join(sorted(self.models)) or "–"
        for node in diagram.nodes:
            wanted = (node.extensions.decision or "").strip()
            if node.type == "businessRuleTask" and wanted and wanted not in self.models:
                yield problem("decision-unknown", node.id, node.line, value=wanted, known=known)


def read_tables(files: Mapping[str, bytes] | None, doubts: bool = False) -> Tables:
    """Reads DMN files, by name without `.dmn`; a file that cannot be used gives problems and no decisions.

    `doubts` asks for warnings, too.
    """
    models: dict[str, dmn.Model] = {}
    problems: list[Problem] = []
    cells = 0
    for name, data in sorted((files or {}).items()):
        try:
            root = dmn.definitions_element(data)
            cells += dmn.size_of(root)[0]
            if cells > MODEL.cells:
                problems.append(problem("tables-too-large", name, found=cells, most=MODEL.cells))
                break
            model = dmn.parse(root)
        except dmn.DmnError as error:
            problems.extend(_said("table-invalid", name, found) for found in error.problems)
            continue
        problems.extend(_said("table-doubtful", name, found) for found in (dmn.lint(model) if doubts else ()))
        for decision in model.decisions:
            if decision.id in models:
                problems.append(problem("decision-twice", name, found=decision.id))
            models.setdefault(decision.id, model)
    return Tables(models, tuple(dict.fromkeys(problems)))


def _said(code: str, name: str, found: dmn.DmnProblem) -> Problem:
    element = f"{name}.{found.place.id}" if found.place.id else name
    return problem(code, element, found.line, detail=found.message_en, detail_vi=found.message_vi)
