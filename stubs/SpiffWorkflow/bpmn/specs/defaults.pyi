from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

class _Event(BpmnSpecMixin):
    event_definition: EventDefinition | None
    def __init__(
        self, wf_spec: WorkflowSpec, bpmn_id: str, event_definition: EventDefinition | None, **kwargs: Any
    ) -> None: ...

class StartEvent(_Event): ...
class EndEvent(_Event): ...
class IntermediateCatchEvent(_Event): ...
class ReceiveTask(_Event): ...

class BoundaryEvent(_Event):
    cancel_activity: bool
    def __init__(
        self,
        wf_spec: WorkflowSpec,
        bpmn_id: str,
        event_definition: EventDefinition | None,
        cancel_activity: bool,
        **kwargs: Any,
    ) -> None: ...
