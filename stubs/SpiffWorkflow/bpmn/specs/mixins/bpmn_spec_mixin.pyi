from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

class BpmnSpecMixin(BpmnTaskSpec):
    bpmn_id: str
    bpmn_name: str | None
    def __init__(self, wf_spec: WorkflowSpec, bpmn_id: str, **kwargs: Any) -> None: ...
