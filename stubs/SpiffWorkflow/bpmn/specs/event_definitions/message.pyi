from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition

class MessageEventDefinition(EventDefinition):
    def __init__(self, name: str, correlation_properties: list[Any] | None = None, **kwargs: Any) -> None: ...
