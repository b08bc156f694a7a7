"""What is thrown finds who catches it: errors, escalations and signals (BPMN 2.0.2, 10.5.1, 10.5.6 and 13.5)."""

from __future__ import annotations

from collections.abc import Mapping

from SpiffWorkflow.util.task import TaskState

from bpmn.running.specs.node import Thrown
from bpmn.running.tokens import AwaitedSignal, Instance, Token, adding_call_path


def throw(token: Token, code: str | None, message: str) -> None:
    """Looks for who catches an error, from the token's scope outwards; without anybody the process fails."""
    if not _caught(token, "error", code, message):
        token.instance.fail(token.instance.calls + token.element, code, message)


def escalate(token: Token, code: str) -> None:
    """Looks for who catches an escalation, in the same way; without anybody nothing happens (10.5.6)."""
    _caught(token, "escalation", code, "")


def signal(instance: Instance, name: str, payload: Mapping[str, object]) -> None:
    """Reaches every event of the dossier that waits for the signal now, whatever its scope (10.5.1)."""
    awaited = AwaitedSignal(name)
    scopes = [scope for one in instance.root.instances() for scope in one.scopes()]
    waiting = [token for scope in scopes for token in scope.tokens() if token.awaits == awaited]
    for token in sorted(waiting, key=lambda one: int(one.id)):
        # An earlier one may have cancelled it, and one that has triggered may still be on its way.
        if token.scope.tasks.get(token.id) is token and token.has_state(TaskState.WAITING | TaskState.STARTED):
            with adding_call_path(token):
                token.task_spec.answer(token, payload)


def _caught(token: Token, kind: Thrown, code: str | None, message: str) -> bool:
    """An event sub-process of the scope, then an event on the border around it, then the next scope.

    Around the outermost scope of a called process is its call activity.
    """
    origin: Token | None = token
    while origin is not None:
        scope, host = origin.scope, origin.scope.host or origin.instance.caller
        found = [one for one in scope.spec.handlers if one.catches(kind, code)]
        if found and not origin.task_spec.runs_as_handler:
            min(found, key=lambda one: one.trigger.code is None).catch_thrown(scope, code, message)
            return True
        catcher = None if host is None else host.task_spec.catcher(code, kind)
        if host is not None and catcher is not None:
            host.task_spec.left_by(host, catcher, code, message)
            return True
        origin = host
    return False
