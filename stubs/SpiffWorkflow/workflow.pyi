from typing import Any

from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

class Workflow:
    spec: Any
    tasks: dict[Any, Any]
    data: dict[str, Any]
    completed: bool
    def __init__(self, workflow_spec: WorkflowSpec, deserializing: bool = False) -> None: ...
