"""What a step of the reference process costs in the engine, beside plain SpiffWorkflow with JSON on the same machine.

The reference process: start, user task *receive*, script, exclusive gateway, user tasks *review* and *sign*, parallel
split (notify, post), join, end, with about 1 KB of dossier data; every step loads the state from bytes and dumps it again.

    python -m benchmarks.engine [--json]
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from bpmn import engine, parse
from bpmn.definition import Definition
from bpmn.effects import CallWanted, TaskOpened
from bpmn.running import state

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    '<bpmn:process id="reference" isExecutable="true">'
)
TAIL = "</bpmn:process></bpmn:definitions>"
USER = (
    '<bpmn:userTask id="{0}" name="{0}"><bpmn:extensionElements><zeebe:userTask/>'
    '<zeebe:assignmentDefinition candidateGroups="reviewer"/></bpmn:extensionElements></bpmn:userTask>'
)
CALL = (
    '<bpmn:serviceTask id="{0}"><bpmn:extensionElements><zeebe:taskDefinition type="{1}" retries="3"/>'
    "</bpmn:extensionElements></bpmn:serviceTask>"
)
FLOW = '<bpmn:sequenceFlow id="{0}_{1}" sourceRef="{0}" targetRef="{1}"/>'
CONDITION = '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{}</bpmn:conditionExpression>'


def _flows(*pairs: tuple[str, str]) -> str:
    return "".join(FLOW.format(*pair) for pair in pairs)


def reference(again: str, script: str, user: str, call: str) -> bytes:
    """The reference process; `again` is the condition that sends it back from *sign* to *review*."""
    loop = f'<bpmn:sequenceFlow id="again" sourceRef="gate" targetRef="review">{CONDITION.format(again)}</bpmn:sequenceFlow>'
    nodes = (
        '<bpmn:startEvent id="start"/>', user.format("receive"), script, user.format("review"), user.format("sign"),
        '<bpmn:exclusiveGateway id="gate" default="gate_fork"/>', '<bpmn:parallelGateway id="fork"/>',
        call.format("notify", "notify.send"), call.format("post", "postal.return"), '<bpmn:parallelGateway id="join"/>',
        '<bpmn:endEvent id="end"/>',
    )  # fmt: skip
    flows = _flows(
        ("start", "receive"), ("receive", "script"), ("script", "review"), ("review", "sign"), ("sign", "gate"), ("gate", "fork"),
        ("fork", "notify"), ("fork", "post"), ("notify", "join"), ("post", "join"), ("join", "end"),
    )  # fmt: skip
    return (HEAD + "".join(nodes) + flows + loop + TAIL).encode()


OURS = reference(
    "=approved = false",
    '<bpmn:scriptTask id="script"><bpmn:extensionElements><zeebe:script expression="=fee + 1" resultVariable="total"/>'
    "</bpmn:extensionElements></bpmn:scriptTask>",
    USER,
    CALL,
)
STOCK = reference(
    "approved == False",
    '<bpmn:scriptTask id="script"><bpmn:script>total = fee + 1</bpmn:script></bpmn:scriptTask>',
    '<bpmn:userTask id="{0}" name="{0}"/>',
    '<bpmn:userTask id="{0}" name="{1}"/>',
)
DATA: dict[str, Any] = {f"field{number}": f"Giá trị {number} " * 3 for number in range(20)} | {
    "fee": 20000,
    "approved": True,
}


class Watch:
    """Processor seconds by phase: the engine only computes, and the neighbours on the machine do not count."""

    def __init__(self) -> None:
        self.phases: dict[str, list[float]] = {}

    def time(self, phase: str, work: Callable[[], Any]) -> Any:
        """Does the work and books its time."""
        started = time.thread_time()
        made = work()
        self.phases.setdefault(phase, []).append(time.thread_time() - started)
        return made

    def micros(self) -> dict[str, float]:
        """Mean of the middle half, in µs, by phase."""
        return {phase: round(_middle(seconds) * 1e6, 1) for phase, seconds in self.phases.items()}


def _middle(seconds: list[float]) -> float:
    ordered = sorted(seconds)
    quarter = len(ordered) // 4
    return statistics.fmean(ordered[quarter : len(ordered) - quarter] or ordered)


def _execution(number: int) -> engine.ExecutionContext:
    return engine.ExecutionContext(
        datetime(2026, 11, 23, 1, tzinfo=UTC), f"seed{number}", {}, {"dossier": {"code": "H01"}}
    )


def ours(rounds: int) -> tuple[Watch, int]:
    """Whole dossiers through the verbs, phases of one step apart; and the largest state in bytes."""
    watch, largest = Watch(), 0
    definition = parse.load(OURS)
    for number in range(rounds):
        execution = _execution(number)
        step = watch.time("start", lambda execution=execution: engine.start(definition, DATA, execution))
        open_ = _tokens(step)
        while open_:
            token = open_.pop(0)
            blob = bytes(step.state)  # without the instance: what another process reads
            largest = max(largest, len(blob))
            snapshot = engine.Snapshot(definition, blob, step.variables)
            watch.time(
                "load",
                lambda snapshot=snapshot, execution=execution: state.load(snapshot, execution),
            )
            instance = state.load(snapshot, execution)
            watch.time("dump", lambda instance=instance: state.dump(definition, instance))
            step = watch.time(
                "step",
                lambda call=(snapshot, token, {"note": number}, execution): engine.complete(*call),
            )
            open_ += _tokens(step)
    return watch, largest


def _tokens(step: engine.Step) -> list[str]:
    return [effect.token for effect in step.effects if isinstance(effect, TaskOpened | CallWanted)]


def plain(rounds: int) -> tuple[Watch, int]:
    """The same with SpiffWorkflow alone: the whole workflow as JSON at each step."""
    from lxml import etree
    from SpiffWorkflow.bpmn.parser import BpmnParser
    from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
    from SpiffWorkflow.bpmn.specs.defaults import UserTask
    from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
    from SpiffWorkflow.util.task import TaskState

    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(STOCK))
    spec = parser.get_spec("reference")
    serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
    watch, largest = Watch(), 0

    def step(blob: str, number: int) -> str | None:
        workflow = serializer.deserialize_json(blob)
        task = workflow.get_next_task(state=TaskState.READY, spec_class=UserTask)
        if task is None:
            return None
        task.set_data(**DATA, note=number)
        task.run()
        workflow.do_engine_steps()
        text: str = serializer.serialize_json(workflow)
        return text

    for number in range(rounds):
        workflow = BpmnWorkflow(spec)
        workflow.do_engine_steps()
        blob: str | None = serializer.serialize_json(workflow)
        while blob is not None:
            largest = max(largest, len(blob))
            before = blob
            blob = watch.time("step", lambda before=before, number=number: step(before, number))
        watch.phases["step"].pop()  # the last one found nothing to do
    return watch, largest


def review_rounds(definition: Definition, count: int) -> dict[str, float]:
    """The cost of a late review round in terms of an early one."""
    execution = _execution(0)
    step = engine.start(definition, DATA, execution)
    step = engine.complete(engine.Snapshot(definition, step.state, step.variables), _tokens(step)[0], {}, execution)
    seconds, sizes = [], []
    for _ in range(count):
        started = time.thread_time()
        for outcome in ({}, {"approved": False}):
            step = engine.complete(
                engine.Snapshot(definition, step.state, step.variables), _tokens(step)[0], outcome, execution
            )
        seconds.append(time.thread_time() - started)
        sizes.append(len(step.state))
    part = max(1, count // 20)
    ratio = _middle(seconds[-part:]) / _middle(seconds[:part])
    return {"rounds": count, "last_to_first_time": round(ratio, 2), "first_bytes": sizes[0], "last_bytes": sizes[-1]}


def measure(rounds: int = 300) -> dict[str, Any]:
    """All figures of one sitting."""
    definition = parse.load(OURS)
    ours(20)
    mine, state_bytes = ours(rounds)
    stock, stock_bytes = plain(max(20, rounds // 5))
    micros = mine.micros()
    plain_step = stock.micros()["step"]
    return {
        "unit": "µs",
        "phases": micros,
        "plain_spiffworkflow_step": plain_step,
        "times_faster": round(plain_step / micros["step"], 1),
        "state_bytes": state_bytes,
        "plain_state_bytes": stock_bytes,
        "review_rounds": review_rounds(definition, 2_000),
    }


def run(as_json: bool) -> str:
    """The figures as a text for people, or as JSON."""
    found = measure()
    if as_json:
        return json.dumps(found, ensure_ascii=False)
    phases = "\n".join(f"  {name:<6} {value:8.1f} µs" for name, value in found["phases"].items())
    late = found["review_rounds"]
    return (
        f"Engine, reference process\n{phases}\n  plain SpiffWorkflow + JSON, a step: {found['plain_spiffworkflow_step']} µs "
        f"({found['times_faster']} times ours)\n  state: {found['state_bytes']} bytes (plain: {found['plain_state_bytes']})\n"
        f"  review round {late['rounds']} costs {late['last_to_first_time']} of the first; state {late['first_bytes']} -> {late['last_bytes']} bytes"
    )


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    print(run(parser.parse_args().json))


if __name__ == "__main__":
    main()
