"""Runs a process until everything in it waits, and then looks at its conditions and joins."""

from __future__ import annotations

from SpiffWorkflow.util.task import TaskState

from bpmn.errors import EngineError
from bpmn.limits import ELEMENT_WORK, STEP_ELEMENTS
from bpmn.redaction import Public
from bpmn.running.specs.node import Trigger
from bpmn.running.tokens import Instance, Token


def advance(instance: Instance) -> None:
    """Runs ready tokens until everything waits; raises `EngineError` when that takes too long."""
    steps = 0
    while instance.ready or _awaken(instance):
        if not instance.ready:  # what was awakened waits again, at a join
            continue
        token = instance.ready.popleft()
        if token.state != TaskState.READY:
            continue
        steps += 1
        try:  # as `adding_call_path` does, at no cost
            if steps > STEP_ELEMENTS:
                message = "more than {most} elements ran without a stop"
                raise EngineError(token.element, "budget", message, most=Public(STEP_ELEMENTS))
            instance.engine.charge(token.element, ELEMENT_WORK)
            token.run()
        except EngineError as error:
            error.add_call_path(token.instance.calls)
            raise


def stuck_token(instance: Instance) -> Token | None:
    """A token that waits for ever at a join or for a condition, because nothing else is open; None if there is none."""
    waiting = None
    for one in instance.instances():
        for scope in one.scopes():
            if scope.dormant:
                return None
            for number, token in scope.tasks.items():
                if number in one.subprocesses or number in one.called:
                    continue
                if not token.task_spec.joins and not _conditional(token):
                    return None
                waiting = token
    return waiting


def _awaken(instance: Instance) -> bool:
    """At rest: lets the first event go on whose condition has become true, or the first join that may."""
    if instance.outcome is not None or not _may_awaken(instance):
        return False
    instances = list(instance.instances())
    return any(_notice_condition(one) for one in instances) or any(
        waiting and scope.spec.task_specs[name].awaken(scope, waiting)
        for one in instances
        for scope in one.scopes()
        for name, waiting in scope.joins.items()
    )


def _may_awaken(instance: Instance) -> bool:
    """Whether anything could be waiting for the process to rest; in most processes nothing is."""
    return bool(instance.joins or instance.subprocesses or instance.called or instance.spec.conditional)


def _notice_condition(instance: Instance) -> bool:
    """At rest: lets an event go on whose condition has become true."""
    if not instance.spec.conditional:
        return False
    for scope in list(instance.scopes()):
        for token in scope.tokens():
            spec = token.task_spec
            if _conditional(token) and spec.trigger.has_become_true(spec, token):
                spec.answer(token, {})
                return True
    return False


def _conditional(token: Token) -> bool:
    trigger: Trigger | None = token.task_spec.trigger
    return trigger is not None and trigger.conditional
