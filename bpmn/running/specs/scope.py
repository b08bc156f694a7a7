"""The elements of a process, of a sub-process, or of one activity that is repeated. Knows their names; runs nothing."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec


class ScopeSpec(BpmnProcessSpec):
    """The nodes of a scope, without SpiffWorkflow's own start and end: an element may have any name."""

    #: of a process: whether any event in it or below waits for a condition
    conditional: bool = False
    #: whether it holds the instances of one repeated activity
    repeats: bool = False
    #: start events of its event sub-processes
    handlers: tuple[Any, ...] = ()

    def __init__(self, name: str, description: str, filename: str | None = None) -> None:
        super().__init__(name=name, description=description, filename=filename)
        self.task_specs.clear()

    def quiet(self, *around: ScopeSpec) -> ScopeSpec:
        """The same elements, with those of `around`, as compensation sees them: no event sub-process listens."""
        made = ScopeSpec(self.name, self.description)
        for scope in (*around, self):
            made.task_specs.update(scope.task_specs)
        return made
