from typing import Any

from SpiffWorkflow.specs.base import TaskSpec

class Task:
    id: Any
    workflow: Any
    task_spec: Any
    state: int
    data: dict[str, Any]
    def __init__(
        self,
        workflow: Any,
        task_spec: TaskSpec | None,
        parent: Task | None = None,
        state: int = ...,
        id: Any = None,  # noqa: A002
    ) -> None: ...
    def has_state(self, state: int) -> bool: ...
    def run(self) -> bool | None: ...
    def complete(self) -> None: ...
    def cancel(self) -> None: ...
