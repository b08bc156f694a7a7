from typing import Any

class WorkflowSpec:
    name: str
    description: str
    file: str | None
    task_specs: dict[str, Any]
    start: Any
    def __init__(self, name: str | None = None, filename: str | None = None, addstart: bool = False) -> None: ...
