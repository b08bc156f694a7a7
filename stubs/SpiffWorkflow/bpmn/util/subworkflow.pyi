from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.workflow import Workflow

class BpmnBaseWorkflow(Workflow):
    def __init__(self, spec: BpmnProcessSpec, **kwargs: Any) -> None: ...

class BpmnSubWorkflow(BpmnBaseWorkflow):
    top_workflow: Any
    parent_task_id: Any
    def __init__(self, spec: BpmnProcessSpec, parent_task_id: Any, top_workflow: Workflow, **kwargs: Any) -> None: ...
    @property
    def parent_workflow(self) -> Any: ...
