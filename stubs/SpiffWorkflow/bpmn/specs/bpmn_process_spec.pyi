from typing import Any

from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

class BpmnProcessSpec(WorkflowSpec):
    end: Any
    bpmn_start_events: list[Any]
    data_objects: dict[str, Any]
    def __init__(
        self,
        name: str | None = None,
        description: str | None = None,
        filename: str | None = None,
        svg: object = None,
    ) -> None: ...
