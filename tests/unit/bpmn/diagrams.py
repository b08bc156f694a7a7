"""Small diagrams for tests, written as XML in a few words. No drawing: the engine does not look at it."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="Definitions" targetNamespace="http://bpmn.io/schema/bpmn">'
)
REVIEWER = '<zeebe:assignmentDefinition candidateGroups="reviewer"/>'


def diagram(*parts: str, beside: str = "", process: str = "", name: str = "Test", process_id: str = "proc") -> bytes:
    """A file with one process of these parts; `beside` holds messages and errors, `process` its attributes."""
    body = "\n".join(parts)
    drawn = re.findall(r"<bpmn:association [^>]*/>", body)  # the schema wants them behind all elements
    for one in drawn:
        body = body.replace(one, "")
    body += "\n".join(drawn)
    attributes = process or 'isExecutable="true"'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{HEAD}\n<bpmn:process id="{process_id}" name="{name}" {attributes}>\n{body}\n'
        f"</bpmn:process>\n{beside}\n</bpmn:definitions>\n"
    ).encode()


def node(kind: str, identifier: str, *extensions: str, inner: str = "", **attributes: str) -> str:
    """Any BPMN element."""
    extra = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    found = "".join(extensions)
    wrapped = f"<bpmn:extensionElements>{found}</bpmn:extensionElements>" if found else ""
    return f'<bpmn:{kind} id="{identifier}"{extra}>{wrapped}{inner}</bpmn:{kind}>'


def start(identifier: str = "Start", **attributes: str) -> str:
    return node("startEvent", identifier, **attributes)


def begin(identifier: str, message: str, *extensions: str) -> str:
    """A message start event."""
    return node("startEvent", identifier, *extensions, inner=message_event(message))


def takes(*names: str) -> str:
    """Output mappings under the names that the message or signal has."""
    return mappings(outputs={name: f"={name}" for name in names})


def send(identifier: str, message: str, *extensions: str) -> str:
    """A send task that throws its message itself."""
    return node("sendTask", identifier, *extensions, messageRef=message)


def end(identifier: str = "End", *extensions: str, inner: str = "") -> str:
    return node("endEvent", identifier, *extensions, inner=inner)


def terminate(identifier: str) -> str:
    return end(identifier, inner="<bpmn:terminateEventDefinition/>")


def error_end(identifier: str, error: str) -> str:
    return end(identifier, inner=f'<bpmn:errorEventDefinition errorRef="{error}"/>')


def user(identifier: str, *extensions: str, inner: str = "", groups: str = "reviewer") -> str:
    assignment = f"<zeebe:assignmentDefinition candidateGroups={quoteattr(groups)}/>"
    return node("userTask", identifier, "<zeebe:userTask/>", assignment, *extensions, inner=inner, name=identifier)


def service(
    identifier: str,
    *extensions: str,
    topic: str = "notify.send",
    retries: str = "3",
    kind: str = "serviceTask",
    inner: str = "",
) -> str:
    definition = f"<zeebe:taskDefinition type={quoteattr(topic)} retries={quoteattr(retries)}/>"
    return node(kind, identifier, definition, *extensions, inner=inner)


def script(identifier: str, expression: str, result: str, *extensions: str) -> str:
    text = f"<zeebe:script expression={quoteattr(expression)} resultVariable={quoteattr(result)}/>"
    return node("scriptTask", identifier, text, *extensions)


def rule(identifier: str, decision: str, result: str, *extensions: str) -> str:
    called = f"<zeebe:calledDecision decisionId={quoteattr(decision)} resultVariable={quoteattr(result)}/>"
    return node("businessRuleTask", identifier, called, *extensions)


def call(identifier: str, process: str, *extensions: str, inner: str = "", **attributes: str) -> str:
    """A call activity; attributes are those of `zeebe:calledElement`."""
    given = "".join(f" {name}={quoteattr(value)}" for name, value in {"processId": process, **attributes}.items())
    return node("callActivity", identifier, f"<zeebe:calledElement{given}/>", *extensions, inner=inner)


def table(decision: str, column: str, *rules: tuple[str, str]) -> bytes:
    """A DMN file with one table of one input and one output; each rule is a test and a value."""
    head = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="D" name="D" namespace="http://example.vn/dmn">'
    rows = "".join(
        f'<rule id="r{number}"><inputEntry id="i{number}"><text>{escape(test)}</text></inputEntry>'
        f'<outputEntry id="o{number}"><text>{escape(value)}</text></outputEntry></rule>'
        for number, (test, value) in enumerate(rules)
    )
    return (
        f'{head}<decision id="{decision}" name="{decision}"><variable name="{decision}"/><decisionTable hitPolicy="FIRST">'
        f'<input id="in"><inputExpression id="ie"><text>{column}</text></inputExpression></input><output id="out" name="v"/>'
        f"{rows}</decisionTable></decision></definitions>"
    ).encode()


def multiple(
    collection: str, item: str = "", results: str = "", result: str = "", *, sequential: bool = False, until: str = ""
) -> str:
    """A multi-instance marker."""
    words = {"inputCollection": collection, "inputElement": item, "outputCollection": results, "outputElement": result}
    given = "".join(f" {name}={quoteattr(value)}" for name, value in words.items() if value)
    condition = (
        f'<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">{escape(until)}</bpmn:completionCondition>'
    )
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}"><bpmn:extensionElements>'
        f"<zeebe:loopCharacteristics{given}/></bpmn:extensionElements>{condition if until else ''}"
        "</bpmn:multiInstanceLoopCharacteristics>"
    )


def counted(cardinality: str, *, sequential: bool = False) -> str:
    """A multi-instance marker with a number of instances."""
    text = f'<bpmn:loopCardinality xsi:type="bpmn:tFormalExpression">{escape(cardinality)}</bpmn:loopCardinality>'
    order = str(sequential).lower()
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{order}">{text}</bpmn:multiInstanceLoopCharacteristics>'
    )


def looped(condition: str = "", maximum: str = "", before: bool = False) -> str:
    """A standard loop marker."""
    most = f' loopMaximum="{maximum}"' if maximum else ""
    text = f'<bpmn:loopCondition xsi:type="bpmn:tFormalExpression">{escape(condition)}</bpmn:loopCondition>'
    inner = text if condition else ""
    return f'<bpmn:standardLoopCharacteristics testBefore="{str(before).lower()}"{most}>{inner}</bpmn:standardLoopCharacteristics>'


def receive(identifier: str, message: str, *extensions: str) -> str:
    return node("receiveTask", identifier, *extensions, messageRef=message)


def xor(identifier: str, default: str = "") -> str:
    return node("exclusiveGateway", identifier, **({"default": default} if default else {}))


def inclusive(identifier: str, default: str = "") -> str:
    return node("inclusiveGateway", identifier, **({"default": default} if default else {}))


def race(identifier: str, **attributes: str) -> str:
    """An event-based gateway."""
    return node("eventBasedGateway", identifier, **attributes)


def complex_gateway(identifier: str, activation: str = "", default: str = "") -> str:
    text = (
        f'<bpmn:activationCondition xsi:type="bpmn:tFormalExpression">{escape(activation)}</bpmn:activationCondition>'
    )
    attributes = {"default": default} if default else {}
    return node("complexGateway", identifier, inner=text if activation else "", **attributes)


def parallel(identifier: str) -> str:
    return node("parallelGateway", identifier)


def sub(identifier: str, *parts: str, extensions: str = "", **attributes: str) -> str:
    return node("subProcess", identifier, extensions, inner="\n".join(parts), **attributes)


def timer(text: str, kind: str = "timeDuration") -> str:
    return f'<bpmn:timerEventDefinition><bpmn:{kind} xsi:type="bpmn:tFormalExpression">{text}</bpmn:{kind}></bpmn:timerEventDefinition>'


def message_event(message: str) -> str:
    return f'<bpmn:messageEventDefinition messageRef="{message}"/>'


def signal_event(signal: str) -> str:
    return f'<bpmn:signalEventDefinition signalRef="{signal}"/>'


def error_event(error: str = "") -> str:
    reference = f' errorRef="{error}"' if error else ""
    return f"<bpmn:errorEventDefinition{reference}/>"


def condition(text: str) -> str:
    body = f'<bpmn:condition xsi:type="bpmn:tFormalExpression">{escape(text)}</bpmn:condition>'
    return f"<bpmn:conditionalEventDefinition>{body}</bpmn:conditionalEventDefinition>"


def link(name: str) -> str:
    return f'<bpmn:linkEventDefinition name="{name}"/>'


def throw(identifier: str, definition: str = "", *extensions: str) -> str:
    return node("intermediateThrowEvent", identifier, *extensions, inner=definition)


def catch(identifier: str, definition: str, *extensions: str) -> str:
    return node("intermediateCatchEvent", identifier, *extensions, inner=definition)


def boundary(identifier: str, host: str, definition: str, *extensions: str, interrupting: bool = True) -> str:
    cancel = "true" if interrupting else "false"
    return node("boundaryEvent", identifier, *extensions, inner=definition, attachedToRef=host, cancelActivity=cancel)


def association(source: str, target: str) -> str:
    return f'<bpmn:association id="{source}_{target}" sourceRef="{source}" targetRef="{target}"/>'


def compensate(activity: str = "", waits: bool = True) -> str:
    """A compensation event definition."""
    reference = f' activityRef="{activity}"' if activity else ""
    return f'<bpmn:compensateEventDefinition{reference} waitForCompletion="{str(waits).lower()}"/>'


def undone(host: str, handler: str, *extensions: str) -> str:
    """A compensation event on the border of `host`, and the activity for compensation that it leads to."""
    marked = handler.replace(' id="', ' isForCompensation="true" id="', 1)
    name = marked.split('id="')[1].split('"')[0]
    return boundary(f"{host}_B", host, compensate(), *extensions) + marked + association(f"{host}_B", name)


def ad_hoc(
    identifier: str,
    *parts: str,
    active: str = "",
    until: str = "",
    marker: str = "",
    extensions: str = "",
    **attributes: str,
) -> str:
    """An ad-hoc sub-process; `active` says what is started, `until` is its completion condition."""
    wanted = f"<zeebe:adHoc activeElementsCollection={quoteattr(active)}/>" if active else ""
    text = f'<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">{escape(until)}</bpmn:completionCondition>'
    inner = marker + "\n".join(parts) + (text if until else "")
    return node("adHocSubProcess", identifier, wanted, extensions, inner=inner, **attributes)


def transaction(identifier: str, *parts: str, **attributes: str) -> str:
    return node("transaction", identifier, inner="\n".join(parts), **attributes)


def flow(source: str, target: str, condition: str = "", identifier: str = "") -> str:
    name = identifier or f"{source}__{target}"
    inner = (
        f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{escape(condition)}</bpmn:conditionExpression>'
    )
    return f'<bpmn:sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{inner if condition else ""}</bpmn:sequenceFlow>'


def path(*nodes: str) -> str:
    """Unconditional flows from each to the next."""
    return "\n".join(flow(one, other) for one, other in pairwise(nodes))


def message(identifier: str, name: str, key: str = "=code") -> str:
    subscription = (
        f"<bpmn:extensionElements><zeebe:subscription correlationKey={quoteattr(key)}/></bpmn:extensionElements>"
    )
    return f'<bpmn:message id="{identifier}" name={quoteattr(name)}>{subscription if key else ""}</bpmn:message>'


def signal(identifier: str, name: str) -> str:
    return f'<bpmn:signal id="{identifier}" name={quoteattr(name)}/>'


def error(identifier: str, code: str) -> str:
    return f'<bpmn:error id="{identifier}" name="{code}" errorCode="{code}"/>'


def properties(**values: str) -> str:
    found = "".join(f'<zeebe:property name="{key}" value={quoteattr(value)}/>' for key, value in values.items())
    return f"<zeebe:properties>{found}</zeebe:properties>"


def mappings(inputs: dict[str, str] | None = None, outputs: dict[str, str] | None = None) -> str:
    """An ioMapping: target -> source."""
    one = "".join(f'<zeebe:input source={quoteattr(s)} target="{t}"/>' for t, s in (inputs or {}).items())
    two = "".join(f'<zeebe:output source={quoteattr(s)} target="{t}"/>' for t, s in (outputs or {}).items())
    return f"<zeebe:ioMapping>{one}{two}</zeebe:ioMapping>"
