from typing import Any

from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

class BpmnTaskSpec(TaskSpec):
    lane: str | None
    documentation: str | None
    def __init__(
        self,
        wf_spec: WorkflowSpec,
        name: str,
        lane: str | None = None,
        documentation: str | None = None,
        data_input_associations: list[Any] | None = None,
        data_output_associations: list[Any] | None = None,
        io_specification: object = None,
        **kwargs: Any,
    ) -> None: ...
