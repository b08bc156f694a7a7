from typing import Any

from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

class TaskSpec:
    name: str
    description: str | None
    manual: bool
    data: dict[str, Any]
    def __init__(self, wf_spec: WorkflowSpec, name: str, **kwargs: Any) -> None: ...
    def connect(self, taskspec: TaskSpec) -> None: ...
