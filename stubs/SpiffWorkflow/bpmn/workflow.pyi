from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.util.subworkflow import BpmnBaseWorkflow

class BpmnWorkflow(BpmnBaseWorkflow):
    subprocess_specs: Mapping[Any, BpmnProcessSpec]
    subprocesses: dict[Any, Any]
    def __init__(
        self,
        spec: BpmnProcessSpec,
        subprocess_specs: Mapping[Any, BpmnProcessSpec] | None = None,
        script_engine: object = None,
        **kwargs: Any,
    ) -> None: ...
    @property
    def top_workflow(self) -> BpmnWorkflow: ...
