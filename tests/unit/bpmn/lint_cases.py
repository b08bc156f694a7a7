"""Diagrams with one fault each: the code that lint finds, the element that it names, the diagram."""

from __future__ import annotations

from bpmn.contracts import PROPERTIES
from tests.unit.bpmn import diagrams as d

M = d.message("M", "news", '="k"')
ERR = d.error("Err", "bad")
GOOD = d.diagram(
    d.start(),
    d.user("T", d.properties(kind="review"), '<zeebe:formDefinition formId="f"/>'),
    d.end(),
    d.path("Start", "T", "End"),
)


def line(*nodes: str, names: tuple[str, ...] = ("T",), beside: str = "", process: str = "") -> bytes:
    return d.diagram(d.start(), *nodes, d.end(), d.path("Start", *names, "End"), beside=beside, process=process)


def task(*extensions: str) -> bytes:
    return line(d.user("T", *extensions))


def headers(**values: str) -> str:
    inner = "".join(f'<zeebe:header key="{key}" value="{value}"/>' for key, value in values.items())
    return f"<zeebe:taskHeaders>{inner}</zeebe:taskHeaders>"


def raw(*extensions: str, kind: str = "userTask", inner: str = "", **attributes: str) -> bytes:
    return line(d.node(kind, "T", *extensions, inner=inner, **attributes))


def gate(*flows: str, default: str = "no", extra: str = "") -> bytes:
    return d.diagram(
        d.start(), d.xor("G", default), d.user("A"), d.end(), d.path("Start", "G"), *flows, d.path("A", "End"), extra
    )


def raced(**attributes: str) -> bytes:
    parts = (d.race("G", **attributes), d.catch("T", d.timer("P1D")), d.catch("C", d.message_event("M")))
    return d.diagram(d.start(), *parts, d.end(), d.path("Start", "G", "T", "End"), d.path("G", "C", "End"), beside=M)


def linked(*more: str) -> bytes:
    parts = (d.start(), d.throw("T", d.link("a")), d.catch("C", d.link("a")), d.end(), *more)
    return d.diagram(*parts, d.path("Start", "T"), d.path("C", "End"))


def handled(definition: str, **attributes: str) -> str:
    start = d.node("startEvent", "HS", inner=definition, **attributes)
    return d.sub("H", start, d.end("HE"), d.path("HS", "HE"), triggeredByEvent="true")


def timed(inner: str) -> bytes:
    return line(d.catch("T", f"<bpmn:timerEventDefinition>{inner}</bpmn:timerEventDefinition>"))


def scripted(source: str) -> bytes:
    return line(d.script("T", source, "x"))


def nested(levels: int) -> str:
    inner = d.user("T")
    for number in reversed(range(levels)):
        inner = d.sub(f"S{number}", inner)
    return inner


FEES = d.table("le-phi", "copies", ("<= 1", "0"), ("-", "8000"))
TO_A, TO_END = d.flow("G", "A", "=a"), d.flow("G", "End", identifier="no")


#: code, element, diagram
CASES: list[tuple[str, str | None, bytes]] = [
    ("xml-invalid", None, b"<bpmn:definitions"),
    ("not-bpmn", None, b"<html/>"),
    ("xml-schema", "T", GOOD.replace(b'<bpmn:userTask id="T"', b'<bpmn:userTask wrong="1" id="T"')),
    ("no-process", None, f"{d.HEAD}</bpmn:definitions>".encode()),
    ("several-processes", "two", d.diagram(d.start(), d.end(), d.path("Start", "End"), beside='<bpmn:process id="two" isExecutable="true"/>')),
    ("process-drawn-only", "two", d.diagram(d.start(), d.end(), d.path("Start", "End"), beside='<bpmn:process id="two"/>')),
    ("process-not-executable", "proc", d.diagram(d.start(), d.end(), d.path("Start", "End"), process='isExecutable="false"')),
    ("participant-process", "P", d.diagram(d.start(), d.end(), d.path("Start", "End"), beside='<bpmn:collaboration id="C"><bpmn:participant id="P" processRef="none"/></bpmn:collaboration>')),
    ("id-missing", None, GOOD.replace(b'id="T" name="T"', b'name="T"')),
    ("id-duplicate", "T", line(d.user("T"), d.user("T"))),
    ("task-passed", "T", line(d.node("manualTask", "T"))),
    ("task-passed", "T", line(d.node("task", "T"))),
    ("element-unsupported", "T", raw("<zeebe:userTask/>", d.REVIEWER, inner='<bpmn:resourceRole id="p"/>')),
    ("data-drawn-only", "R", d.diagram(d.start(), d.end(), d.path("Start", "End"), '<bpmn:dataObject id="D"/><bpmn:dataObjectReference id="R" dataObjectRef="D"/>')),
    ("data-reference", "R", d.diagram(d.start(), d.end(), d.path("Start", "End"), '<bpmn:dataObjectReference id="R" dataObjectRef="Nowhere"/>')),
    ("data-reference", "T", raw("<zeebe:userTask/>", d.REVIEWER, inner='<bpmn:dataOutputAssociation id="A"><bpmn:targetRef>Nowhere</bpmn:targetRef></bpmn:dataOutputAssociation>')),
    ("data-unsupported", "T", raw("<zeebe:userTask/>", d.REVIEWER, inner='<bpmn:property id="p"/>')),
    ("data-unsupported", "T", raw("<zeebe:userTask/>", d.REVIEWER, inner='<bpmn:ioSpecification id="I"><bpmn:dataInput id="DI"/><bpmn:inputSet id="IS"><bpmn:dataInputRefs>DI</bpmn:dataInputRefs></bpmn:inputSet><bpmn:outputSet id="OS"/></bpmn:ioSpecification>')),
    ("data-unsupported", "T", raw("<zeebe:userTask/>", d.REVIEWER, inner='<bpmn:dataOutputAssociation id="A"><bpmn:targetRef>T</bpmn:targetRef><bpmn:assignment><bpmn:from>a</bpmn:from><bpmn:to>b</bpmn:to></bpmn:assignment></bpmn:dataOutputAssociation>')),
    ("data-unsupported", "proc", d.diagram(d.start(), d.end(), d.path("Start", "End"), '<bpmn:property id="p"/>')),
    ("compensation-activity-flow", "T", raw("<zeebe:userTask/>", d.REVIEWER, isForCompensation="true")),
    ("quantity-unsupported", "T", raw("<zeebe:userTask/>", d.REVIEWER, startQuantity="2")),
    ("quantity-unsupported", "T", raw("<zeebe:userTask/>", d.REVIEWER, completionQuantity="2")),
    ("loop-without-collection", "T", line(d.user("T", inner="<bpmn:multiInstanceLoopCharacteristics/>"))),
    ("loop-unsupported", "T", line(d.user("T", inner=d.multiple("=a").replace("isSequential", 'noneBehaviorEventRef="x" isSequential')))),
    ("loop-behavior", "T", line(d.user("T", inner=d.multiple("=a").replace("isSequential", 'behavior="One" isSequential')))),
    ("loop-size-twice", "T", line(d.user("T", inner=d.multiple("=a").replace("</bpmn:extensionElements>", "</bpmn:extensionElements><bpmn:loopCardinality>3</bpmn:loopCardinality>")))),
    ("loop-size-invalid", "T", line(d.user("T", inner=d.counted("three")))),
    ("feel-type", "T", line(d.user("T", inner=d.counted("=[1]")))),
    ("loop-result-half", "T", line(d.user("T", inner=d.multiple("=a", "x", "results")))),
    ("loop-without-end", "T", line(d.user("T", inner=d.looped()))),
    ("loop-maximum-invalid", "T", line(d.user("T", inner=d.looped("=a", "0")))),
    ("condition-not-feel", "T", line(d.user("T", inner=d.looped("a")))),
    ("condition-not-feel", "T", line(d.user("T", inner=d.multiple("=a", until="done")))),
    ("feel-missing", "T", line(d.user("T", inner=d.multiple("items")))),
    ("feel-type", "T", line(d.user("T", inner=d.multiple('="abc"')))),
    ("feel-type", "T", line(d.user("T", inner=d.looped('="abc"')))),
    ("feel-syntax", "T", line(d.user("T", inner=d.multiple("=a", "x", "results", "=1 +")))),
    ("name-reserved", "T", line(d.user("T", inner=d.multiple("=a", "x", "dossier", "=1")))),
    ("name-invalid", "T", line(d.user("T", inner=d.multiple("=a", "một")))),
    ("extension-attribute", "T", line(d.user("T", inner=d.multiple("=a").replace("inputCollection", 'other="1" inputCollection')))),
    ("nesting-too-deep", "S30", line(nested(31))),
    ("lane-reference", "L", d.diagram('<bpmn:laneSet id="LS"><bpmn:lane id="L"><bpmn:flowNodeRef>Start</bpmn:flowNodeRef><bpmn:flowNodeRef>Gone</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>', d.start(), d.end(), d.path("Start", "End"))),
    ("flow-without-source", "x__End", line(d.user("T"), d.flow("x", "End"))),
    ("flow-without-target", "T__y", line(d.user("T"), d.flow("T", "y"))),
    ("flow-crosses-scope", "T__Inner", d.diagram(d.start(), d.user("T"), d.sub("S", d.start("S1"), d.user("Inner"), d.path("S1", "Inner")), d.path("Start", "T", "Inner"))),
    ("flow-into-start", "T__Start", line(d.user("T"), d.flow("T", "Start"))),
    ("flow-into-boundary", "T__B", line(d.user("T"), d.boundary("B", "T", d.timer("P1D")), d.path("B", "End"), d.flow("T", "B"))),
    ("flow-out-of-end", "End__T", line(d.user("T"), d.flow("End", "T"))),
    ("flow-reference", "T", GOOD.replace(b"</bpmn:userTask>", b"<bpmn:outgoing>Start__T</bpmn:outgoing></bpmn:userTask>")),
    ("condition-misplaced", "more", d.diagram(d.start(), d.user("T"), d.end(), d.path("T", "End"), d.flow("Start", "T", "=a", "more"))),
    ("condition-misplaced", "G__T", d.diagram(d.start(), d.parallel("G"), d.user("T"), d.end(), d.path("Start", "G"), d.flow("G", "T", "=a"), d.path("T", "End"))),
    ("attribute-unsupported", "G", line(d.node("parallelGateway", "G", default="G__End"), names=("G",))),
    ("race-parallel", "G", raced(eventGatewayType="Parallel", instantiate="true")),
    ("gateway-without-default", "T", d.diagram(d.start(), d.user("T"), d.end(), d.path("Start", "T"), d.flow("T", "End", "=a"))),
    ("gateway-without-default", "G", gate(TO_A, d.flow("G", "End", "=b"), default="").replace(b"exclusiveGateway", b"inclusiveGateway")),
    ("default-unknown", "T", raw("<zeebe:userTask/>", d.REVIEWER, default="gone")),
    ("race-alone", "G", line(d.race("G"), d.catch("T", d.timer("P1D")), names=("G", "T"))),
    ("race-target", "T", line(d.race("G"), d.user("T"), names=("G", "T"))),
    ("race-target", "T", raced().replace(b"</bpmn:process>", d.path("Start", "T").encode() + b"</bpmn:process>")),
    ("race-mixed", "G", d.diagram(d.start(), d.race("G"), d.receive("T", "M"), d.catch("C", d.message_event("M")), d.end(), d.path("Start", "G", "T", "End"), d.path("G", "C", "End"), beside=M)),
    ("condition-not-feel", "G__A", gate(d.flow("G", "A", "a = 1"), TO_END)),
    ("condition-language", "G__A", gate(TO_A.replace("<bpmn:conditionExpression", '<bpmn:conditionExpression language="groovy"'), TO_END)),
    ("flow-without-condition", "G__A", gate(d.flow("G", "A"), TO_END)),
    ("gateway-without-default", "G", gate(TO_A, d.flow("G", "End", "=b"), default="")),
    ("gateway-without-default", "G", gate(TO_A, default="")),
    ("default-unknown", "G", gate(TO_A, TO_END, default="nothing")),
    ("default-with-condition", "no", gate(TO_A, d.flow("G", "End", "=b", "no"))),
    ("unreachable", "Lost", line(d.user("T"), d.user("Lost"), d.path("Lost", "End"))),
    ("dead-end", "T", d.diagram(d.start(), d.user("T"), d.path("Start", "T"))),
    ("no-way-out", "T", d.diagram(d.start(), d.user("T"), d.user("U"), d.path("Start", "T", "U", "T"))),
    ("boundary-without-flow", "B", line(d.user("T"), d.boundary("B", "T", d.timer("P1D")))),
    ("start-missing", "proc", d.diagram(d.end())),
    ("start-missing", "S", line(d.sub("S", d.user("X")), names=("S",))),
    ("start-several", "Second", line(d.user("T"), d.start("Second"), d.path("Second", "T"))),
    ("compensation-handler", "B", line(d.user("T"), d.boundary("B", "T", "<bpmn:compensateEventDefinition/>"))),
    ("event-missing", "T", line(d.catch("T", ""))),
    ("timer-missing", "T", timed("")),
    ("timer-missing", "T", timed("<bpmn:timeDuration> </bpmn:timeDuration>")),
    ("timer-invalid", "T", timed("<bpmn:timeDuration>30 ngày</bpmn:timeDuration>")),
    ("timer-invalid", "T", timed("<bpmn:timeCycle>R0/PT1H</bpmn:timeCycle>")),
    ("timer-invalid", "T", timed("<bpmn:timeCycle>0 0 9 * * MON</bpmn:timeCycle>")),
    ("timer-invalid", "T", timed("<bpmn:timeCycle>R/PT0S</bpmn:timeCycle>")),
    ("condition-not-feel", "T", line(d.catch("T", d.condition("a > 1")))),
    ("feel-type", "T", line(d.catch("T", d.condition('="x"')))),
    ("extension-unsupported", "T", line(d.throw("T", "", '<zeebe:taskDefinition type="notify.send"/>'))),
    ("event-unsupported", "T", line(d.throw("T", "<bpmn:conditionalEventDefinition><bpmn:condition>=a</bpmn:condition></bpmn:conditionalEventDefinition>"))),
    ("signal-missing", "HS", line(d.user("T"), handled("<bpmn:signalEventDefinition/>"))),
    ("event-missing", "HS", line(d.user("T"), handled(""))),
    ("cancel-outside", "End2", line(d.user("T"), d.end("End2", inner="<bpmn:cancelEventDefinition/>"))),
    ("start-missing", "H", line(d.user("T"), d.sub("H", d.user("X"), triggeredByEvent="true"))),
    ("error-not-interrupting", "HS", line(d.user("T"), handled(d.error_event("Err"), isInterrupting="false"), beside=ERR)),
    ("error-caught-twice", "HS", line(d.user("T"), handled(d.error_event("Err")), handled(d.error_event("Err")).replace("HS", "XS").replace("HE", "XE").replace('"H"', '"X"'), beside=ERR)),
    ("handler-alone", "H", line(d.user("T"), handled(d.timer("P1D")), d.path("T", "H"))),
    ("handler-alone", "H", line(d.user("T"), handled(d.timer("P1D")), d.boundary("B", "H", d.timer("P1D")), d.path("B", "End"))),
    ("attribute-unsupported", "Start", d.diagram(d.start(isInterrupting="false"), d.end(), d.path("Start", "End"))),
    ("attribute-unsupported", "T", line(d.node("transaction", "T", triggeredByEvent="true"))),
    ("escalation-missing", "T", line(d.throw("T", '<bpmn:escalationEventDefinition escalationRef="Gone"/>'))),
    ("escalation-without-code", "T", line(d.throw("T", "<bpmn:escalationEventDefinition/>"))),
    ("boundary-never", "B", line(d.user("T"), d.boundary("B", "T", "<bpmn:escalationEventDefinition/>"), d.path("B", "End"))),
    ("link-unpaired", "T", d.diagram(d.start(), d.throw("T", d.link("a")), d.end(), d.path("Start", "T"))),
    ("link-unpaired", "C", d.diagram(d.start(), d.catch("C", d.link("a")), d.end(), d.path("Start", "End"), d.path("C", "End"))),
    ("link-caught-twice", "D", linked(d.catch("D", d.link("a")), d.path("D", "End"))),
    ("link-with-flow", "T", linked(d.path("T", "End"))),
    ("link-with-flow", "C", linked(d.path("Start", "C"))),
    ("timer-invalid", "T", timed("<bpmn:timeDate>P30D</bpmn:timeDate>")),
    ("message-missing", "T", line(d.node("receiveTask", "T"))),
    ("message-missing", "T", line(d.catch("T", d.message_event("Gone")))),
    ("message-without-name", "T", line(d.receive("T", "M"), beside=d.message("M", ""))),
    ("message-without-key", "T", line(d.receive("T", "M"), beside=d.message("M", "news", ""))),
    ("message-key-not-feel", "T", line(d.receive("T", "M"), beside=d.message("M", "news", "code"))),
    ("message-takes-nothing", "T", line(d.receive("T", "M"), beside=d.message("M", "records.answer", "=code"))),
    ("error-missing", "B", line(d.user("T"), d.boundary("B", "T", d.error_event("Gone")), d.path("B", "End"))),
    ("error-without-code", "Bad", line(d.user("T"), d.end("Bad", inner=d.error_event()))),
    ("error-code-feel", "Bad", line(d.user("T"), d.error_end("Bad", "F"), beside='<bpmn:error id="F" errorCode="=x"/>')),
    ("error-not-interrupting", "B", line(d.user("T"), d.boundary("B", "T", d.error_event("Err"), interrupting=False), d.path("B", "End"), beside=ERR)),
    ("error-caught-twice", "C", line(d.user("T"), *(d.boundary(x, "T", d.error_event("Err")) + d.path(x, "End") for x in "BC"), beside=ERR)),
    ("boundary-unattached", "B", line(d.user("T"), d.boundary("B", "Gone", d.timer("P1D")), d.path("B", "End"))),
    ("boundary-unattached", "B", line(d.user("T"), d.boundary("B", "End", d.timer("P1D")), d.path("B", "End"))),
    ("boundary-never", "B", line(d.script("T", "=1", "x"), d.boundary("B", "T", d.timer("P1D")), d.path("B", "End"))),
    ("user-task-marker", "T", raw(d.REVIEWER)),
    ("role-missing", "T", raw("<zeebe:userTask/>")),
    ("role-invalid", "T", line(d.user("T", groups="Trưởng phòng"))),
    ("role-unknown", "T", line(d.user("T", groups="reciever"))),
    ("role-unknown", "T", line(d.user("T", groups="ke-toan"))),
    ("role-unknown", "T", line(d.user("T", groups='=["ke-" + "toan"]'))),
    ("feel-constant", "T", timed('<bpmn:timeDuration>=duration("2 days")</bpmn:timeDuration>')),
    ("feel-constant", "T", timed('<bpmn:timeDate>=date and time("hôm nay")</bpmn:timeDate>')),
    ("feel-constant", "T", timed('<bpmn:timeCycle>="R0/PT1H"</bpmn:timeCycle>')),
    ("feel-constant", "T", task('<zeebe:priorityDefinition priority="=101"/>')),
    ("feel-constant", "T", task('<zeebe:taskSchedule dueDate="=string(1)"/>')),
    ("kind-invalid", "T", task(d.properties(kind="check"))),
    ("form-missing", "T", task()),
    ("form-unknown", "T", task('<zeebe:formDefinition formId="gone"/>')),
    ("form-kind", "T", task('<zeebe:formDefinition externalReference="https://x"/>')),
    ("form-binding", "T", task('<zeebe:formDefinition formId="f" bindingType="deployment"/>')),
    ("assignment-unsupported", "T", raw("<zeebe:userTask/>", '<zeebe:assignmentDefinition candidateUsers="an"/>')),
    ("return-limit", "T", task(d.properties(kind="return", timeLimit="2h"))),
    ("priority-invalid", "T", task('<zeebe:priorityDefinition priority="101"/>')),
    ("schedule-invalid", "T", task('<zeebe:taskSchedule dueDate="mai"/>')),
    ("topic-missing", "T", raw(kind="serviceTask")),
    ("topic-unknown", "T", line(d.service("T", topic="io.camunda:http"))),
    ("topic-unknown", "T", line(d.service("T", topic="=topic"))),
    ("topic-input-missing", "T", line(d.service("T", d.mappings({"content": '="x"'}), topic="records.document"))),
    ("topic-input-unknown", "T", line(d.service("T", d.mappings({"stauts": "=1"}), topic="records.status"))),
    ("topic-header-unknown", "T", line(d.service("T", headers(tempalte="reminder")))),
    ("topic-message-unawaited", "T", line(d.service("T", topic="postal.return"))),
    ("topic-header-invalid", "T", line(d.service("T", headers(service="by hand"), topic="postal.return"))),
    ("retries-invalid", "T", line(d.service("T", retries="many"))),
    ("script-missing", "T", raw(kind="scriptTask")),
    ("script-language", "T", line(d.node("scriptTask", "T", inner="<bpmn:script>import os</bpmn:script>"))),
    ("result-missing", "T", line(d.script("T", "=1", ""))),
    ("decision-missing", "T", raw(kind="businessRuleTask")),
    ("decision-missing", "T", line(d.rule("T", "=name", "fee"))),
    ("decision-unknown", "T", line(d.rule("T", "gone", "fee"))),
    ("result-missing", "T", line(d.rule("T", "le-phi", ""))),
    ("decision-binding", "T", raw('<zeebe:calledDecision decisionId="le-phi" resultVariable="fee" bindingType="versionTag"/>', kind="businessRuleTask")),
    ("name-reserved", "T", line(d.rule("T", "le-phi", "dossier"))),
    ("boundary-never", "B", line(d.rule("T", "le-phi", "fee"), d.boundary("B", "T", d.timer("P1D")), d.path("B", "End"))),
    ("extension-unsupported", "T", task('<zeebe:taskDefinition type="notify.send"/>')),
    ("extension-unsupported", "T", task("<zeebe:executionListeners/>")),
    ("extension-unsupported", "T", line(d.catch("T", d.timer("P1D"), d.mappings({"a": "=1"})))),
    ("extension-unsupported", "T", task("<zeebe:taskHeaders/>")),
    ("extension-unsupported", "T", task('<zeebe:calledElement processId="other"/>')),
    ("extension-attribute", "T", line(d.call("T", "other", businessId="=a"))),
    ("attribute-unsupported", "T", line(d.node("callActivity", "T", '<zeebe:calledElement processId="other"/>', calledElement="other"))),
    ("call-missing", "T", line(d.node("callActivity", "T"))),
    ("call-missing", "T", line(d.call("T", " "))),
    ("call-binding", "T", line(d.call("T", "other", bindingType="deployment"))),
    ("call-tag", "T", line(d.call("T", "other", bindingType="versionTag"))),
    ("call-tag", "T", line(d.call("T", "other", versionTag="v1"))),
    ("call-switch", "T", line(d.call("T", "other", propagateAllChildVariables="no"))),
    ("call-switch", "T", line(d.call("T", "other", propagateAllParentVariables="=a"))),
    ("call-cycle", "T", line(d.call("T", "proc"))),
    ("feel-type", "T", line(d.call("T", "=1"))),
    ("feel-syntax", "T", line(d.call("T", "=1 +"))),
    ("extension-unsupported", "M", line(d.receive("T", "M"), beside=M.replace("<zeebe:subscription", "<zeebe:publishMessage/><zeebe:subscription"))),
    ("extension-attribute", "T", line(d.user("T", '<zeebe:taskSchedule dueDate="=now()" other="1"/>'))),
    ("extension-twice", "T", task(d.properties(kind="review"), d.properties(status="1"))),
    ("extension-foreign", "T", task('<x:thing xmlns:x="http://vendor.example/x"/>')),
    ("extension-other-engine", "T", task('<c:properties xmlns:c="http://camunda.org/schema/1.0/bpmn"/>')),
    ("feel-syntax", "T", scripted("=1 +")),
    ("feel-syntax", "G__A", gate(d.flow("G", "A", "=if a"), TO_END)),
    ("feel-syntax", "T", task('<zeebe:taskSchedule dueDate="=now("/>')),
    ("feel-syntax", "M", line(d.receive("T", "M"), beside=d.message("M", "news", "=1 1"))),
    ("feel-wrong", "T", scripted('=1 + "x"')),
    ("feel-wrong", "T", task('<zeebe:taskSchedule dueDate="=working time(now())"/>')),
    ("feel-function", "G__A", gate(d.flow("G", "A", "=approved(x)"), TO_END)),
    ("feel-type", "G__A", gate(d.flow("G", "A", '="yes"'), TO_END)),
    ("feel-type", "T", timed("<bpmn:timeDuration>=date(x)</bpmn:timeDuration>")),
    ("feel-missing", "T", scripted("1")),
    ("feel-missing", "T", task(d.mappings({"a": "b"}))),
    ("name-invalid", "T", line(d.script("T", "=1", "số tiền"))),
    ("name-invalid", "T", task(d.mappings({"a.b": "=1"}))),
    ("name-reserved", "T", line(d.script("T", "=1", "dossier"))),
    ("property-twice", "T", task('<zeebe:properties><zeebe:property name="a" value="1"/><zeebe:property name="a" value="2"/></zeebe:properties>')),
    ("property-misplaced", "T", line(d.service("T", d.properties(clock="run")))),
    ("property-misplaced", "G", line(d.node("parallelGateway", "G", d.properties(status="2")), names=("G",))),
    ("status-invalid", "T", task(d.properties(status="11"))),
    ("time-limit-invalid", "T", task(d.properties(timeLimit="2 ngày"))),
    ("clock-invalid", "T", task(d.properties(clock="stop"))),
    # No property may hold anything as long as this.
    *((one.code, "T", task(d.properties(**{one.name: "?" * 500}))) for one in PROPERTIES),
]  # fmt: skip
