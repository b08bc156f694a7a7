from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition

class ConditionalEventDefinition(EventDefinition):
    expression: str
    def __init__(self, expression: str, **kwargs: Any) -> None: ...
