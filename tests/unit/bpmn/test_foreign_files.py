"""Drawings that were never meant to run, and files of other products: each gets all its findings, with ids."""

from __future__ import annotations

import pytest

from bpmn.errors import DiagramError
from bpmn.lint import lint
from bpmn.parse import load

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
OPEN = f'<definitions xmlns="{MODEL}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="D" targetNamespace="x"'


def file(*parts: str, spaces: str = "") -> bytes:
    return f"{OPEN} {spaces}>{''.join(parts)}</definitions>".encode()


def process(*parts: str, identifier: str = "P", attributes: str = 'isExecutable="true"') -> str:
    return f'<process id="{identifier}" {attributes}>{"".join(parts)}</process>'


FLOW = '<sequenceFlow id="F" sourceRef="S" targetRef="T"/>'
FILES: dict[str, tuple[bytes, set[tuple[str, str | None]]]] = {
    "a drawing": (
        file(process('<startEvent id="S"/>', '<task id="T"/>', FLOW, attributes="")),
        {("process-not-executable", "P"), ("task-passed", "T"), ("dead-end", "T")},
    ),
    "several pools with processes": (
        file(
            '<collaboration id="C"><participant id="A" processRef="P"/><participant id="B" processRef="Q"/>'
            '<messageFlow id="M" sourceRef="T" targetRef="U"/></collaboration>',
            process('<startEvent id="S"/>', '<userTask id="T"/>', FLOW),
            process('<startEvent id="S2"/>', '<userTask id="U"/>', identifier="Q"),
        ),
        {("several-processes", "Q"), ("role-missing", "T"), ("user-task-marker", "T")},
    ),
    "a choreography": (
        file(
            '<choreography id="C"><participant id="A" name="A"/><participant id="B" name="B"/><startEvent id="S"/>'
            '<choreographyTask id="T" initiatingParticipantRef="A"><participantRef>A</participantRef>'
            f"<participantRef>B</participantRef></choreographyTask>{FLOW}</choreography>"
        ),
        {("no-process", None), ("element-unsupported", "C")},
    ),
    "a conversation": (
        file(
            '<collaboration id="C"><participant id="A"/><participant id="B"/><conversation id="V"><participantRef>A</participantRef>'
            '<participantRef>B</participantRef></conversation><conversationLink id="L" sourceRef="A" targetRef="V"/></collaboration>'
        ),
        {("no-process", None)},
    ),
    "Camunda 7": (
        file(
            process(
                '<startEvent id="S" camunda:formKey="x"/><userTask id="T" camunda:assignee="${x}"/>',
                '<callActivity id="U" calledElement="other"><extensionElements><camunda:in variables="all"/></extensionElements></callActivity>',
                '<serviceTask id="V" camunda:class="org.X"/>',
                f'{FLOW}<sequenceFlow id="G" sourceRef="T" targetRef="U"><conditionExpression xsi:type="tFormalExpression">${{a}}</conditionExpression></sequenceFlow>',
            ),
            spaces='xmlns:camunda="http://camunda.org/schema/1.0/bpmn"',
        ),
        {("extension-other-engine", name) for name in "STUV"}
        | {("call-missing", "U"), ("attribute-unsupported", "U"), ("topic-missing", "V"), ("condition-not-feel", "G")},
    ),
    "Activiti and Flowable": (
        file(
            process(
                '<startEvent id="S" flowable:initiator="i"/><userTask id="T" activiti:assignee="kermit"/>',
                '<scriptTask id="U" scriptFormat="groovy"><script>println 1</script></scriptTask>',
                FLOW,
            ),
            spaces='xmlns:flowable="http://flowable.org/bpmn" xmlns:activiti="http://activiti.org/bpmn"',
        ),
        {("extension-other-engine", "S"), ("extension-other-engine", "T"), ("script-language", "U"), ("unreachable", "U")},
    ),
    "Signavio": (
        file(
            process(
                '<extensionElements><g:signavioDiagramMetaData metaKey="a" metaValue="b"/></extensionElements>',
                '<startEvent id="S"/><task id="T" startQuantity="1" completionQuantity="1" isForCompensation="false"/>',
                '<sequenceFlow id="F" sourceRef="S" targetRef="T" isImmediate="true"/>',
                attributes='isExecutable="false" processType="None" isClosed="false"',
            ),
            spaces='xmlns:g="http://www.signavio.com"',
        ),
        {("process-not-executable", "P"), ("extension-foreign", "P")},
    ),
    "Bizagi": (
        file(
            process(
                "<extensionElements><b:BizagiExtensions><b:BizagiProperties/></b:BizagiExtensions></extensionElements>",
                "<ioSpecification><inputSet/><outputSet/></ioSpecification>",
                '<startEvent id="S"/><task id="T"/>',
                FLOW,
                attributes="",
            ),
            spaces='xmlns:b="http://www.bizagi.com/bpmn20"',
        ),
        {("process-not-executable", "P"), ("extension-foreign", "P"), ("data-unsupported", "P")},
    ),
    "duplicate ids": (
        file(process('<startEvent id="S"/><userTask id="T"/><userTask id="T"/>', FLOW, '<endEvent id="F"/>')),
        {("id-duplicate", "T"), ("id-duplicate", "F"), ("xml-schema", "T")},
    ),
    "missing references": (
        file(
            process(
                '<startEvent id="S"/><userTask id="T" default="none"/><boundaryEvent id="B" attachedToRef="none"><timerEventDefinition/></boundaryEvent>',
                '<receiveTask id="R" messageRef="none"/><endEvent id="E"><errorEventDefinition errorRef="none"/></endEvent>',
                f'{FLOW}<sequenceFlow id="G" sourceRef="T" targetRef="none"/><sequenceFlow id="H" sourceRef="none" targetRef="E"/>',
            )
        ),
        {
            *(("flow-without-target", "G"), ("flow-without-source", "H"), ("boundary-unattached", "B"), ("default-unknown", "T")),
            *(("message-missing", "R"), ("error-missing", "E"), ("timer-missing", "B")),
        },
    ),
    "elements of another namespace": (
        file(process('<startEvent id="S"/><x:userTask xmlns:x="http://x" id="T"/>', '<userTask xmlns="" id="U"/>', FLOW)),
        {("xml-schema", "T"), ("flow-without-target", "F"), ("extension-foreign", "P")},
    ),
    "another namespace": (
        b'<definitions xmlns="http://schema.omg.org/spec/BPMN/2.0" id="D"><process id="P"/></definitions>',
        {("not-bpmn", None)},
    ),
    "no namespace": (b'<definitions id="D"><process id="P" isExecutable="true"/></definitions>', {("not-bpmn", None)}),
    "XPDL": (b'<Package xmlns="http://www.wfmc.org/2009/XPDL2.2" Id="X"/>', {("not-bpmn", None)}),
    "DMN": (b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="D"/>', {("not-bpmn", None)}),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_foreign_file_gets_all_its_findings(name):
    diagram, expected = FILES[name]
    found = lint(diagram)
    assert {(problem.code, problem.element) for problem in found} >= expected
    with pytest.raises(DiagramError):
        load(diagram)


def test_a_finding_of_the_schema_names_its_element_also_in_a_file_of_one_line():
    tasks = "".join(f'<userTask id="T{number}" nonsense="1"/>' for number in range(3))
    found = [problem.element for problem in lint(file(process(tasks))) if problem.code == "xml-schema"]
    assert found == ["T0", "T1", "T2"]
    prefixed = file(process(tasks)).replace(b"<", b"<b:").replace(b"<b:/", b"</b:").replace(b"xmlns=", b"xmlns:b=")
    assert [problem.element for problem in lint(prefixed) if problem.code == "xml-schema"] == found


def test_executable_may_be_written_as_a_number():
    """`isExecutable` is an `xs:boolean`: 1 is true."""
    diagram = file(process('<startEvent id="S"/><endEvent id="T"/>', FLOW, attributes='isExecutable="1"'))
    assert load(diagram).process_id == "P"
